using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Osc;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// How the instrument is, for whoever asks. Read from any thread while the performance thread plays: each number is
/// right, two numbers may be a moment apart. Allocates nothing.
/// </summary>
internal sealed class InstrumentStatus(TimingLoop loop, ModelLoader models)
{
    private Setup? _setup;
    private string _trouble = "";
    private long _reloads;
    private long _refusedReloads;

    public InteractionEngine Engine => loop.Engine;
    public TimingLoop Loop => loop;
    public ModelLoader Models => models;

    /// <summary>What the configuration has made; null before it starts.</summary>
    public Setup? Setup
    {
        get => Volatile.Read(ref _setup);
        set => Volatile.Write(ref _setup, value);
    }

    /// <summary>What its owner ought to know: a configuration or a model that was refused. Empty: nothing.</summary>
    public string Trouble
    {
        get => Volatile.Read(ref _trouble);
        set => Volatile.Write(ref _trouble, value);
    }

    /// <summary>Configurations that were taken over while it played.</summary>
    public long Reloads => Volatile.Read(ref _reloads);

    /// <summary>Configurations that were refused while it played.</summary>
    public long RefusedReloads => Volatile.Read(ref _refusedReloads);

    /// <summary>Why there is no real-time priority; empty when there is.</summary>
    public string NotRealTime { get; set; } = "";

    /// <summary>What the inputs refused, and what was no input at all.</summary>
    public long Refused => Engine.RefusedCount + (OscIn?.Refused.Total ?? 0);

    /// <summary>What came faster than it could be taken, and was merged or lost.</summary>
    public long Overflowed
    {
        get
        {
            long overflowed = OscIn?.Dropped ?? 0;
            foreach (InputQueue queue in Setup?.Rack.Inputs ?? [])
                overflowed += queue.Overflowed;
            return overflowed;
        }
    }

    /// <summary>Notes that sound on all outputs together.</summary>
    public int NotesSounding
    {
        get
        {
            int notes = 0;
            foreach (MidiOutput output in Setup?.Rack.Notes ?? [])
                notes += output.Sounding;
            return notes;
        }
    }

    /// <summary>What of it is refused OSC, by kind. Allocates.</summary>
    public string RefusedKinds => OscIn?.Refused.ToString() ?? "";

    private OscInput? OscIn => Setup?.Rack.Osc?.Input;

    /// <summary>One thread: a reload has ended.</summary>
    /// <param name="isRefused">Whether everything is as it was.</param>
    /// <param name="trouble">What the owner ought to know of it; empty: nothing.</param>
    public void TellReload(bool isRefused, string trouble)
    {
        Trouble = trouble;
        if (isRefused)
            Volatile.Write(ref _refusedReloads, _refusedReloads + 1);
        else
            Volatile.Write(ref _reloads, _reloads + 1);
    }

    /// <summary>The message /impsy/status. docs/osc.md lists its arguments; append, never insert.</summary>
    /// <param name="buffer">Room for 512 bytes.</param>
    public bool TryWrite(Span<byte> buffer, out int length)
    {
        InteractionEngine engine = Engine;
        OscWriter writer = new(buffer, "/impsy/status"u8, "siisiffffiiifffiii"u8);
        writer.WriteString(InteractionModeText.FormatUtf8(engine.Mode));
        writer.WriteInt(engine.Paused ? 1 : 0);
        writer.WriteInt(engine.Responding ? 1 : 0);
        writer.WriteString(models.Current);
        writer.WriteInt(engine.Dimension);
        writer.WriteFloat(engine.Temperatures.Sigma);
        writer.WriteFloat(engine.Temperatures.Pi);
        writer.WriteFloat(engine.Timescale);
        writer.WriteFloat(engine.Threshold);
        writer.WriteInt(Clip(engine.InputCount));
        writer.WriteInt(Clip(engine.PlayCount));
        writer.WriteInt(Clip(engine.RefusedCount));
        writer.WriteFloat(loop.Lateness.Percentile(0.5) / 1e6f);
        writer.WriteFloat(loop.Lateness.Percentile(0.99) / 1e6f);
        writer.WriteFloat(loop.Lateness.Max / 1e6f);
        writer.WriteInt(Clip(loop.Lateness.Late));
        writer.WriteInt(Clip(engine.StallCount));
        writer.WriteInt(GC.CollectionCount(0));
        return writer.TryFinish(out length);
    }

    // Pd and most OSC clients know no 64-bit integer.
    private static int Clip(long count) => (int)Math.Min(count, int.MaxValue);
}

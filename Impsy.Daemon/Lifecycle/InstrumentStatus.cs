using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Osc;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// How the instrument is, for whoever asks. Read from any thread while the performance thread plays: each number is
/// right, two numbers may be a moment apart. Allocates nothing.
/// </summary>
internal sealed class InstrumentStatus(InteractionEngine engine, TimingLoop loop, ModelLoader models)
{
    /// <summary>The message /impsy/status. docs/osc.md lists its arguments; append, never insert.</summary>
    /// <param name="buffer">Room for 512 bytes.</param>
    public bool TryWrite(Span<byte> buffer, out int length)
    {
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

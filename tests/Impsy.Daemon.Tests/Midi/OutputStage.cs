using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;

namespace Impsy.Daemon.Tests.Midi;

/// <summary>An output with a fake synth behind it, played in virtual milliseconds.</summary>
internal sealed class OutputStage
{
    private readonly float[] _controls;
    private readonly float[] _hands;

    public OutputStage(
        IReadOnlyList<MidiMapping> mappings, OutputConfig? config = null, WireBudget? budget = null,
            NoteTable? notes = null)
    {
        int controls = mappings.Max(mapping => mapping.Control) + 1;
        _controls = new float[controls];
        _hands = new float[controls];
        MidiWire wire = new(Synth, budget ?? new WireBudget(1, 1000), MidiOutput.KeysFor(mappings), null);
        Output = new MidiOutput(mappings, config ?? OutputConfig.Default, notes ?? new NoteTable(), wire);
    }

    public FakeSynth Synth { get; } = new();
    public MidiOutput Output { get; }

    /// <summary>What the synth has been told since the last look.</summary>
    public string Told
    {
        get
        {
            string told = string.Join(", ", Synth.Told);
            Synth.Told.Clear();
            return told;
        }
    }

    public static MidiMapping Note(int control, int channel, int low = 0, int high = 127) =>
        new(control, MidiMessageKind.Note, channel, 0, low, high);

    public static MidiMapping Velocity(int control, int channel) =>
        new(control, MidiMessageKind.Velocity, channel, 0, 0, 127);

    public static MidiMapping Controller(int control, int channel, int controller, int low = 0, int high = 127) =>
        new(control, MidiMessageKind.ControlChange, channel, controller, low, high);

    public static MidiMapping Bend(int control, int channel) =>
        new(control, MidiMessageKind.PitchBend, channel, 0, 0, 16383);

    /// <summary>The model plays an event of MIDI values, k of 127.</summary>
    public OutputStage Play(double milliseconds, params int[] values) => Play(milliseconds, 10, values);

    public OutputStage Play(double milliseconds, double interval, int[] values)
    {
        Until(milliseconds);
        ulong moved = Take(_controls, values);
        Output.Play(Nanoseconds(milliseconds), Nanoseconds(interval), _controls, moved);
        return this;
    }

    /// <summary>The player's whole vector is passed on.</summary>
    public OutputStage Thru(double milliseconds, params int[] values)
    {
        Until(milliseconds);
        ulong moved = Take(_hands, values);
        PlayerInput input = PlayerInput.Whole(Nanoseconds(milliseconds), _hands);
        Output.Thru(input.Time, input, _hands, moved);
        return this;
    }

    /// <summary>The player strikes a key.</summary>
    public OutputStage Key(double milliseconds, int control, int note, int velocity, byte source = 0)
    {
        Until(milliseconds);
        PlayerInput input = PlayerInput.Single(Nanoseconds(milliseconds), control, note / 127f);
        (input.Velocity, input.Source) = ((byte)velocity, source);
        ulong moved = _hands[control] == input.Values[control] ? 0 : 1UL << control;
        _hands[control] = input.Values[control];
        Output.Thru(input.Time, input, _hands, moved);
        return this;
    }

    public OutputStage LiftKey(double milliseconds, int control, int note, byte source = 0)
    {
        Until(milliseconds);
        PlayerInput input = new() { Time = Nanoseconds(milliseconds), Lifted = 1UL << control, Source = source };
        input.Values[control] = note / 127f;
        Output.Lift(input.Time, input);
        return this;
    }

    public OutputStage ReleaseNotes(double milliseconds)
    {
        Until(milliseconds);
        Output.ReleaseNotes(Nanoseconds(milliseconds));
        return this;
    }

    /// <summary>Time passes, and the output is woken whenever it wants to be.</summary>
    public OutputStage Until(double milliseconds)
    {
        long end = Nanoseconds(milliseconds);
        while (Output.NextWake <= end)
            Output.Wake(Math.Max(0, Output.NextWake));
        return this;
    }

    public static long Nanoseconds(double milliseconds) => (long)Math.Round(milliseconds * 1e6);

    private static ulong Take(float[] into, int[] values)
    {
        ulong moved = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i] / 127f;
            if (value != into[i])
                moved |= 1UL << i;
            into[i] = value;
        }
        return moved;
    }
}

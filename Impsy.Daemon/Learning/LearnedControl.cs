using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Learning;

/// <summary>A knob, fader, wheel or keyboard that somebody has moved.</summary>
/// <param name="Port">The name of the port that it is on.</param>
/// <param name="Type">NoteOn, ControlChange or PitchBend.</param>
/// <param name="Channel">1..16.</param>
/// <param name="Controller">0..127; 0 for all but controllers.</param>
internal readonly record struct LearnedControl(string Port, MidiMessageType Type, int Channel, int Controller)
{
    /// <summary>As a configuration has it, e.g. ["control_change", 11, 1].</summary>
    public string Entry => Type switch
    {
        MidiMessageType.ControlChange => $"[\"control_change\", {Channel}, {Controller}]",
        MidiMessageType.PitchBend => $"[\"pitch_bend\", {Channel}]",
        _ => $"[\"note_on\", {Channel}]",
    };
}

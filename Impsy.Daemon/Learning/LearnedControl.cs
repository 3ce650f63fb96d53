namespace Impsy.Daemon.Learning;

/// <summary>A knob, fader, wheel or keyboard that somebody has moved.</summary>
/// <param name="Port">That it is on.</param>
/// <param name="Channel">Of MIDI, 1..16; of a converter, from 0; of a line, the number's place from 0.</param>
/// <param name="Controller">0..127; 0 for all but controllers.</param>
internal readonly record struct LearnedControl(HeardPort Port, LearnedKind Kind, int Channel, int Controller = 0)
{
    /// <summary>Counts at the ends of a knob on a converter, as they were read.</summary>
    public (int Min, int Max) Range { get; init; }

    /// <summary>As a mapping of MIDI has it, e.g. ["control_change", 11, 1]; empty: it is none.</summary>
    public string Entry => Kind switch
    {
        LearnedKind.ControlChange => $"[\"control_change\", {Channel}, {Controller}]",
        LearnedKind.PitchBend => $"[\"pitch_bend\", {Channel}]",
        LearnedKind.Note => $"[\"note_on\", {Channel}]",
        _ => "[]",
    };

    /// <summary>For people.</summary>
    public string Description => Kind switch
    {
        LearnedKind.Knob => $"channel {Channel} of {Port.Name}",
        LearnedKind.Number => $"number {Channel + 1} of the lines on {Port.Name}: always control {Channel + 1}",
        _ => $"{Entry} on {Port.Name}",
    };
}

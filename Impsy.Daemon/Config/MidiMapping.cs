namespace Impsy.Daemon.Config;

/// <summary>One entry of a mapping: how one control is written in MIDI.</summary>
/// <param name="Control">Which control, from 0. Several entries may have the same.</param>
/// <param name="Channel">1..16, as musicians count.</param>
/// <param name="Controller">0..127; 0 for all but control changes.</param>
/// <param name="Low">The MIDI value of control 0; greater than <paramref name="High"/> turns the control round.</param>
/// <param name="High">The MIDI value of control 1; never equal to <paramref name="Low"/>.</param>
internal readonly record struct MidiMapping(
    int Control, MidiMessageKind Kind, int Channel, int Controller, int Low, int High)
{
    /// <summary>
    /// The nearest MIDI value: k for each (k - low) / (high - low), whatever a float makes of that. (Python IMPSY rounds
    /// up, which moves 59 of 128 values by one.)
    /// </summary>
    /// <param name="control">0..1.</param>
    public int Quantize(float control) => (int)MathF.Round(Low + control * (High - Low), MidpointRounding.AwayFromZero);

    /// <summary>The control that a MIDI value stands for, 0..1; what is outside of the range is its end.</summary>
    public float Normalize(int value) => Math.Clamp((value - Low) / (float)(High - Low), 0, 1);

    /// <summary>Whether a value is within the range, whichever way round that is.</summary>
    public bool Holds(int value) => value >= Math.Min(Low, High) && value <= Math.Max(Low, High);
}

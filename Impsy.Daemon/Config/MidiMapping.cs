namespace Impsy.Daemon.Config;

/// <summary>One entry of a mapping: how one control is written in MIDI.</summary>
/// <param name="Channel">1..16, as musicians count.</param>
/// <param name="Controller">0..127; 0 for all but control changes.</param>
/// <param name="Low">The MIDI value of control 0; greater than <paramref name="High"/> turns the control round.</param>
/// <param name="High">The MIDI value of control 1; never equal to <paramref name="Low"/>.</param>
internal readonly record struct MidiMapping(MidiMessageKind Kind, int Channel, int Controller, int Low, int High);

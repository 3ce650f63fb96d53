using Impsy.Daemon.Engine;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Config;

/// <summary>
/// A light on the controller that tells who plays: bright for the model, half bright while paused, dark for the player.
/// </summary>
/// <param name="IsNote">Whether it is lit by a note's velocity, or by a controller's value.</param>
/// <param name="Channel">1..16.</param>
/// <param name="Number">Of the note or the controller, 0..127.</param>
internal readonly record struct StateLight(bool IsNote, int Channel, int Number)
{
    private const int Bright = 127;
    private const int Half = 64;

    public MidiMessage MessageFor(PlayState state)
    {
        int level = state switch { PlayState.Response => Bright, PlayState.Paused => Half, _ => 0 };
        if (!IsNote)
            return MidiMessage.ControlChange(Channel, Number, level);
        return level == 0 ? MidiMessage.NoteOff(Channel, Number) : MidiMessage.NoteOn(Channel, Number, level);
    }
}

using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Config;

/// <summary>A MIDI message that is a command.</summary>
/// <param name="Type">NoteOn, ControlChange or ProgramChange.</param>
/// <param name="Channel">1..16.</param>
/// <param name="Number">Of the note, controller or program, 0..127; -1: any program.</param>
/// <param name="Low">What a controller at 0 means, for actions that have a number.</param>
/// <param name="High">What a controller at 127 means.</param>
internal readonly record struct MidiTrigger(
    MidiAction Action, MidiMessageType Type, int Channel, int Number, float Low, float High)
{
    public const int AnyProgram = -1;

    /// <summary>Whether a message is this command's, whatever value it has.</summary>
    public bool Matches(in MidiMessage message)
    {
        MidiMessageType type = message.Type == MidiMessageType.NoteOff ? MidiMessageType.NoteOn : message.Type;
        return type == Type && message.Channel == Channel && (Number == AnyProgram || message.Data1 == Number);
    }
}

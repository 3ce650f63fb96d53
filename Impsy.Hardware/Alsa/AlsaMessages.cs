using Impsy.Hardware.Midi;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Alsa;

/// <summary>Channel messages as the sequencer carries them: taken apart, and its bend is 0 at rest.</summary>
internal static class AlsaMessages
{
    /// <summary>Fills in the type and the data.</summary>
    /// <returns>False for what is no well-formed channel message.</returns>
    internal static bool TryWrite(in MidiMessage message, ref Native.Event to)
    {
        if (!message.IsWellFormed || message.Channel == 0)
            return false;
        to.Type = message.Type switch
        {
            MidiMessageType.NoteOff => Native.EventType.NoteOff,
            MidiMessageType.NoteOn => Native.EventType.NoteOn,
            MidiMessageType.PolyPressure => Native.EventType.KeyPressure,
            MidiMessageType.ControlChange => Native.EventType.Controller,
            MidiMessageType.ProgramChange => Native.EventType.ProgramChange,
            MidiMessageType.ChannelPressure => Native.EventType.ChannelPressure,
            _ => Native.EventType.PitchBend,
        };
        to.NoteChannel = (byte)(message.Channel - 1);
        switch (to.Type)
        {
            case Native.EventType.NoteOff or Native.EventType.NoteOn or Native.EventType.KeyPressure:
                to.Note = message.Data1;
                to.Velocity = message.Data2;
                break;
            case Native.EventType.Controller:
                to.Parameter = message.Data1;
                to.Value = message.Data2;
                break;
            case Native.EventType.PitchBend:
                to.Value = message.Bend - MidiMessage.CentredBend;
                break;
            default:
                to.Value = message.Data1;
                break;
        }
        return true;
    }

    /// <returns>False for what is no channel message, or has numbers that MIDI does not: programs send any.</returns>
    internal static bool TryRead(in Native.Event from, out MidiMessage message)
    {
        (MidiMessageType type, long data1, long data2) = from.Type switch
        {
            Native.EventType.NoteOff => (MidiMessageType.NoteOff, from.Note, from.Velocity),
            Native.EventType.NoteOn => (MidiMessageType.NoteOn, from.Note, from.Velocity),
            Native.EventType.KeyPressure => (MidiMessageType.PolyPressure, from.Note, from.Velocity),
            Native.EventType.Controller => (MidiMessageType.ControlChange, from.Parameter, from.Value),
            Native.EventType.ProgramChange => (MidiMessageType.ProgramChange, from.Value, 0),
            Native.EventType.ChannelPressure => (MidiMessageType.ChannelPressure, from.Value, 0),
            Native.EventType.PitchBend => SplitBend(from.Value),
            _ => (MidiMessageType.None, 0L, 0L),
        };
        bool isMessage = type != MidiMessageType.None
            && from.NoteChannel < 16 && data1 is >= 0 and < 128 && data2 is >= 0 and < 128;
        message = isMessage ? new MidiMessage((byte)((int)type | from.NoteChannel), (byte)data1, (byte)data2) : default;
        return isMessage;
    }

    private static (MidiMessageType Type, long Data1, long Data2) SplitBend(int value)
    {
        long bend = (long)value + MidiMessage.CentredBend;
        return (MidiMessageType.PitchBend, bend & 0x7F, bend >> 7);
    }
}

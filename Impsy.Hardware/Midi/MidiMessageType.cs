namespace Impsy.Hardware.Midi;

/// <summary>What a message is about: the status byte, for channel messages without the channel.</summary>
public enum MidiMessageType
{
    /// <summary>No message: the default value.</summary>
    None = 0,

    NoteOff = 0x80,
    NoteOn = 0x90,

    /// <summary>Pressure on one key.</summary>
    PolyPressure = 0xA0,

    ControlChange = 0xB0,
    ProgramChange = 0xC0,

    /// <summary>Pressure on the keyboard as a whole.</summary>
    ChannelPressure = 0xD0,

    PitchBend = 0xE0,

    Clock = 0xF8,
    Start = 0xFA,
    Continue = 0xFB,
    Stop = 0xFC,
    ActiveSensing = 0xFE,
    SystemReset = 0xFF,
}

namespace Impsy.Hardware.Midi;

/// <summary>
/// A channel message, or one of the single-byte real-time messages: what fits into three bytes. System-exclusive and
/// system-common messages have no form here.
/// </summary>
/// <param name="Status">0x80..0xEF, the channel 0-based in the low four bits; or 0xF8..0xFF.</param>
/// <param name="Data1">0..127; 0 where the message has none.</param>
/// <param name="Data2">0..127; 0 where the message has none.</param>
public readonly record struct MidiMessage(byte Status, byte Data1, byte Data2)
{
    /// <summary>The release velocity of whoever does not sense it, says the standard.</summary>
    public const int PlainReleaseVelocity = 64;

    /// <summary>The bend of a wheel at rest.</summary>
    public const int CentredBend = 8192;

    /// <summary>For a status byte that the standard leaves undefined (0xF9, 0xFD) a number that has no name.</summary>
    public MidiMessageType Type => (MidiMessageType)(Status < 0xF0 ? Status & 0xF0 : Status);

    /// <summary>1..16, as people count; 0 for real-time messages, which have none.</summary>
    public int Channel => Status is >= 0x80 and < 0xF0 ? (Status & 0x0F) + 1 : 0;

    /// <summary>Bytes on the wire, with the status byte: 1..3.</summary>
    public int Length => Type switch
    {
        MidiMessageType.ProgramChange or MidiMessageType.ChannelPressure => 2,
        _ when Status < 0xF0 => 3,
        _ => 1,
    };

    /// <summary>Of a pitch bend: 0..16383, <see cref="CentredBend"/> at rest.</summary>
    public int Bend => Data1 | Data2 << 7;

    /// <summary>A key goes down. A note-on of velocity 0 is none.</summary>
    public bool IsNoteOn => Type == MidiMessageType.NoteOn && Data2 > 0;

    /// <summary>A key comes up, in either of the two ways of saying so.</summary>
    public bool IsNoteOff => Type == MidiMessageType.NoteOff || (Type == MidiMessageType.NoteOn && Data2 == 0);

    /// <summary>Whether the bytes are what the standard allows, so that a receiver will read this very message.</summary>
    public bool IsWellFormed
    {
        get
        {
            if (Status is < 0x80 or (>= 0xF0 and < 0xF8) or 0xF9 or 0xFD)
                return false;
            return Data1 <= (Length > 1 ? 127 : 0) && Data2 <= (Length > 2 ? 127 : 0);
        }
    }

    /// <param name="channel">1..16</param>
    /// <param name="note">0..127</param>
    /// <param name="velocity">0..127; 0 makes it a note-off.</param>
    public static MidiMessage NoteOn(int channel, int note, int velocity) =>
        Of(MidiMessageType.NoteOn, channel, note, velocity);

    /// <param name="channel">1..16</param>
    /// <param name="note">0..127</param>
    /// <param name="velocity">How quickly the key came up: 0..127.</param>
    public static MidiMessage NoteOff(int channel, int note, int velocity = PlainReleaseVelocity) =>
        Of(MidiMessageType.NoteOff, channel, note, velocity);

    /// <param name="channel">1..16</param>
    /// <param name="controller">0..127; from 120 on these are channel mode messages.</param>
    /// <param name="value">0..127</param>
    public static MidiMessage ControlChange(int channel, int controller, int value) =>
        Of(MidiMessageType.ControlChange, channel, controller, value);

    /// <param name="channel">1..16</param>
    /// <param name="program">0..127</param>
    public static MidiMessage ProgramChange(int channel, int program) =>
        Of(MidiMessageType.ProgramChange, channel, program, 0);

    /// <param name="channel">1..16</param>
    /// <param name="value14">0..16383, <see cref="CentredBend"/> at rest.</param>
    public static MidiMessage PitchBend(int channel, int value14) =>
        Of(MidiMessageType.PitchBend, channel, value14 & 0x7F, value14 >> 7);

    /// <summary>The bytes in hexadecimal, e.g. "90 3C 40". Allocates.</summary>
    public override string ToString() => Length switch
    {
        1 => $"{Status:X2}",
        2 => $"{Status:X2} {Data1:X2}",
        _ => $"{Status:X2} {Data1:X2} {Data2:X2}",
    };

    private static MidiMessage Of(MidiMessageType type, int channel, int data1, int data2)
    {
        // One comparison each: what is negative is large without its sign.
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(channel - 1), 15u, nameof(channel));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)data1, 127u, nameof(data1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)data2, 127u, nameof(data2));
        return new MidiMessage((byte)((int)type | (channel - 1)), (byte)data1, (byte)data2);
    }
}

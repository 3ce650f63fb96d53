namespace Impsy.Hardware.Midi;

/// <summary>
/// Turns the bytes of a MIDI wire into channel messages, and survives anything: split messages, running status,
/// real-time bytes between and inside messages, cut-off messages, noise. System-exclusive and system-common data are
/// skipped, for nothing in the instrument could name them; so are real-time bytes, which disturb nothing around them.
/// One thread; allocates nothing. The default value is a parser that has heard nothing yet.
/// </summary>
public struct MidiParser
{
    private byte _status; // of the message that is coming in; 0: none, so data bytes belong to nothing
    private byte _data1;
    private bool _hasData1;

    /// <summary>Feeds one byte.</summary>
    /// <returns>Whether it completes a message.</returns>
    public bool TryPush(byte value, out MidiMessage message)
    {
        message = default;
        if (value >= 0xF8)
            return false;
        if (value >= 0x80)
        {
            _status = value < 0xF0 ? value : (byte)0; // system-exclusive and system-common end the running status
            _hasData1 = false;
            return false;
        }
        if (_status == 0)
            return false;
        MidiMessage complete = new(_status, _hasData1 ? _data1 : value, 0);
        if (complete.Length == 3)
        {
            _data1 = complete.Data1;
            _hasData1 = !_hasData1;
            if (_hasData1)
                return false;
            complete = complete with { Data2 = value };
        }
        message = complete;
        return true;
    }

    /// <summary>Forgets a half message and the running status: for a wire that was unplugged.</summary>
    public void Reset() => this = default;
}

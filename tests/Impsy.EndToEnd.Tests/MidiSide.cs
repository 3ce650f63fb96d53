using Impsy.Hardware.Midi;

namespace Impsy.EndToEnd.Tests;

/// <summary>The other end of a MIDI wire: plays bytes into the instrument, and follows what sounds.</summary>
internal sealed class MidiSide(PseudoTerminal terminal)
{
    private readonly List<MidiMessage> _told = [];
    private readonly HashSet<(int Channel, int Note)> _sounding = [];
    private MidiParser _parser;

    /// <summary>Every message so far.</summary>
    public IReadOnlyList<MidiMessage> Told
    {
        get
        {
            Take();
            return _told;
        }
    }

    public IReadOnlySet<(int Channel, int Note)> Sounding
    {
        get
        {
            Take();
            return _sounding;
        }
    }

    public void Play(string hexadecimal) => terminal.Write(Convert.FromHexString(hexadecimal.Replace(" ", "")));

    /// <summary>Another terminal takes its place: what has begun to come does not go on.</summary>
    public void Forget() => _parser = default;

    private void Take()
    {
        foreach (byte value in terminal.ReadAvailable())
        {
            if (!_parser.TryPush(value, out MidiMessage message))
                continue;
            _told.Add(message);
            if (message.IsNoteOn)
                _sounding.Add((message.Channel, message.Data1));
            else if (message.IsNoteOff)
                _sounding.Remove((message.Channel, message.Data1));
        }
    }
}

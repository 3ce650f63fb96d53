using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Midi;

/// <summary>A synth that writes down what it is told, and knows which of its notes sound.</summary>
internal sealed class FakeSynth : IMidiSink
{
    private readonly bool[] _sounding = new bool[NoteTable.Size];

    /// <summary>"90 3C 7F", in order.</summary>
    public List<string> Told { get; } = [];

    public List<long> Times { get; } = [];

    /// <summary>Unplugged: what is sent goes nowhere, and nobody says so.</summary>
    public bool Away { get; set; }

    /// <summary>It takes nothing, and says so.</summary>
    public bool Full { get; set; }

    public bool Silent { get; init; }

    /// <summary>Units of budget for each message.</summary>
    public int Cost { get; init; } = 1;

    public IEnumerable<int> Sounding => Enumerable.Range(0, NoteTable.Size).Where(i => _sounding[i]);

    public bool IsSounding(int index) => _sounding[index];

    public int CostOf(in MidiMessage message, long now) => Cost;

    public bool TrySend(in MidiMessage message, long now)
    {
        if (Full)
            return false;
        if (Away)
            return true;
        if (!Silent)
        {
            Told.Add(message.ToString());
            Times.Add(now);
        }
        if (message.IsNoteOn)
            _sounding[NoteTable.Index(message.Channel, message.Data1)] = true;
        else if (message.IsNoteOff)
            _sounding[NoteTable.Index(message.Channel, message.Data1)] = false;
        return true;
    }
}

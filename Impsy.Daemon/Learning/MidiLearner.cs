using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Learning;

/// <summary>
/// Finds out which control of MIDI is being moved. One that only trembles, or is touched in passing, is not yet one.
/// Pure; one thread.
/// </summary>
internal sealed class MidiLearner
{
    // A knob that is meant passes over several values; a fader that jitters hops between two.
    private const int ValuesThatMeanIt = 3;

    private readonly Dictionary<LearnedControl, HashSet<int>> _seen = [];

    /// <param name="control">What it is about, if anything.</param>
    /// <returns>Whether that is being moved, now or before.</returns>
    public bool Push(HeardPort port, in MidiMessage message, out LearnedControl control)
    {
        control = default;
        int value;
        switch (message.Type)
        {
            case MidiMessageType.NoteOn when message.IsNoteOn:
                control = new LearnedControl(port, LearnedKind.Note, message.Channel);
                return true; // a key that is struck is meant
            case MidiMessageType.ControlChange:
                control = new LearnedControl(port, LearnedKind.ControlChange, message.Channel, message.Data1);
                value = message.Data2;
                break;
            case MidiMessageType.PitchBend:
                control = new LearnedControl(port, LearnedKind.PitchBend, message.Channel);
                value = message.Bend;
                break;
            default:
                return false;
        }
        if (!_seen.TryGetValue(control, out HashSet<int>? values))
            _seen[control] = values = [];
        values.Add(value);
        // A button knows two values only; the one at the far end says that it was pressed.
        bool isButton = message.Type == MidiMessageType.ControlChange && values.SetEquals([0, 127]);
        return values.Count >= ValuesThatMeanIt || isButton;
    }
}

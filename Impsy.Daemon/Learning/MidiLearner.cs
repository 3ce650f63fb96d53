using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Learning;

/// <summary>
/// Finds out which control is being moved. Each is learned once, in the order in which they are moved; a control that
/// only trembles, or is touched in passing, is not yet one. Pure; one thread.
/// </summary>
internal sealed class MidiLearner
{
    // A knob that is meant passes over several values; a fader that jitters hops between two.
    private const int ValuesThatMeanIt = 3;

    private readonly Dictionary<LearnedControl, HashSet<int>> _seen = [];
    private readonly List<LearnedControl> _learned = [];

    public IReadOnlyList<LearnedControl> Learned => _learned;

    /// <param name="port">The name of the port.</param>
    /// <returns>Whether the message has taught a new control, the last of <see cref="Learned"/>.</returns>
    public bool Push(string port, in MidiMessage message)
    {
        LearnedControl control;
        int value;
        switch (message.Type)
        {
            case MidiMessageType.NoteOn when message.IsNoteOn:
                control = new LearnedControl(port, MidiMessageType.NoteOn, message.Channel, 0);
                return Add(control); // a key that is struck is meant
            case MidiMessageType.ControlChange:
                control = new LearnedControl(port, MidiMessageType.ControlChange, message.Channel, message.Data1);
                value = message.Data2;
                break;
            case MidiMessageType.PitchBend:
                control = new LearnedControl(port, MidiMessageType.PitchBend, message.Channel, 0);
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
        return (values.Count >= ValuesThatMeanIt || isButton) && Add(control);
    }

    private bool Add(in LearnedControl control)
    {
        if (_learned.Contains(control))
            return false;
        _learned.Add(control);
        return true;
    }
}

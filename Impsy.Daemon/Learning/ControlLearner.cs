namespace Impsy.Daemon.Learning;

/// <summary>
/// Learns each control once, on whatever port, in the order in which they are moved; of a knob on a converter also how
/// far it goes, for as long as it is moved. Pure; one thread.
/// </summary>
/// <param name="most">What is moved when there are as many is none of them.</param>
internal sealed class ControlLearner(int most)
{
    private readonly MidiLearner _midi = new();
    private readonly KnobLearner _knobs = new();
    private readonly List<LearnedControl> _learned = [];

    /// <summary>Whether there are as many as there can be, and every knob has come to rest.</summary>
    public bool IsComplete => _learned.Count == most && _learned.TrueForAll(control => _knobs.IsSettled(control));

    /// <summary>All of them, knobs with the range of now.</summary>
    public IReadOnlyList<LearnedControl> Learned => [.. _learned.Select(WithRange)];

    /// <param name="place">From 0: which of the controls the news is about.</param>
    public LearnNews Push(HeardPort port, in RawMessage message, out int place)
    {
        LearnNews news;
        LearnedControl control;
        if (port.Kind is HeardPortKind.Midi or HeardPortKind.SerialMidi)
            news = _midi.Push(port, message.Midi, out control) ? LearnNews.Control : LearnNews.None;
        else
            news = _knobs.Push(port, message, out control);
        place = news == LearnNews.None ? -1 : _learned.IndexOf(control);
        if (news == LearnNews.Control)
        {
            if (place >= 0 || _learned.Count == most)
                return LearnNews.None;
            place = _learned.Count;
            _learned.Add(control);
        }
        return place < 0 ? LearnNews.None : news;
    }

    private LearnedControl WithRange(LearnedControl control) =>
        control.Kind == LearnedKind.Knob ? control with { Range = _knobs.RangeOf(control) } : control;
}

namespace Impsy.Daemon.Learning;

/// <summary>
/// Finds out which knob of a converter, or which number of a line, is being turned, and how far it goes. Pure; one
/// thread.
/// </summary>
internal sealed class KnobLearner
{
    private readonly Dictionary<LearnedControl, KnobTravel> _travels = [];
    private readonly Dictionary<LearnedControl, (int Min, int Max)> _told = [];

    /// <param name="message">Of a converter or a line of numbers.</param>
    /// <param name="control">What it is about.</param>
    public LearnNews Push(HeardPort port, in RawMessage message, out LearnedControl control)
    {
        bool isKnob = port.Kind == HeardPortKind.Adc;
        control = new LearnedControl(port, isKnob ? LearnedKind.Knob : LearnedKind.Number, message.First);
        if (isKnob && port.FullScale <= 0)
            return LearnNews.None; // not opened yet
        if (!_travels.TryGetValue(control, out KnobTravel? travel))
        {
            travel = isKnob
                ? new KnobTravel(port.FullScale, isRaw: true)
                : new KnobTravel(1, isRaw: false);
            _travels[control] = travel;
        }
        travel.Push(isKnob ? message.Value : Math.Clamp(message.Value, 0, 1), message.Time);
        if (!travel.IsMoved)
            return LearnNews.None;
        if (!_told.TryGetValue(control, out (int, int) told))
        {
            _told[control] = default;
            return LearnNews.Control;
        }
        if (!isKnob || !travel.IsSettled || told == RangeOf(control))
            return LearnNews.None;
        _told[control] = RangeOf(control);
        return LearnNews.Range;
    }

    /// <summary>Counts between which a knob went.</summary>
    public (int Min, int Max) RangeOf(in LearnedControl control) =>
        ((int)_travels[control].Min, (int)_travels[control].Max);

    /// <summary>Whether a knob that was learned has come to rest, so that it has shown its ends.</summary>
    public bool IsSettled(in LearnedControl control) =>
        control.Kind != LearnedKind.Knob || _travels[control].IsSettled;
}

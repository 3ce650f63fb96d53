namespace Impsy.Hardware.Gpio;

/// <summary>
/// Counts the quarter turns of a rotary encoder by the edges of its two contacts, A and B. Contacts that bounce need no
/// debouncing: a bounce is a quarter forth and back. Pure; one thread.
/// </summary>
public struct QuadratureDecoder
{
    // By the state before (2 A + B) and the state after: A leads B is forward. Both contacts at once is no turn but a
    // quarter that was lost; which way it went nobody knows.
    private static ReadOnlySpan<sbyte> Quarters =>
    [
        0, -1, 1, 0,
        1, 0, 0, -1,
        -1, 0, 0, 1,
        0, 1, -1, 0,
    ];

    private int _state;

    /// <summary>Edges that the kernel had no room for.</summary>
    public long Lost { get; private set; }

    private uint _lastOfA;
    private uint _lastOfB;

    /// <summary>Says where the contacts stand, at the beginning and after a loss, which counts as no turn.</summary>
    public void Begin(bool a, bool b) => _state = (a ? 2 : 0) | (b ? 1 : 0);

    /// <param name="isA">Whether contact A has changed, or B.</param>
    /// <param name="sequence">Of the contact's edges.</param>
    /// <returns>1 forward, -1 backward, 0 for an edge that changes nothing.</returns>
    public int Push(bool isA, bool isActive, uint sequence)
    {
        ref uint last = ref isA ? ref _lastOfA : ref _lastOfB;
        if (last != 0 && sequence - last > 1)
            Lost += sequence - last - 1;
        last = sequence;
        int bit = isA ? 2 : 1;
        int next = isActive ? _state | bit : _state & ~bit;
        int quarter = Quarters[_state * 4 + next];
        _state = next;
        return quarter;
    }
}

using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Pins;

/// <summary>
/// Hands on what moves on a channel. Where something stands that has not moved is no event, or the instrument would
/// answer its own start; but it is told along with the first movement of anything else. One thread; allocates nothing.
/// </summary>
/// <param name="queue">Of the channel.</param>
/// <param name="source">Of the channel, for what is passed on.</param>
/// <param name="controls">D-1: what drives a control beyond them is left out.</param>
internal sealed class PositionSender(InputQueue queue, byte source, int controls)
{
    private PlayerInput _next;
    private bool _moved;

    /// <param name="control">From 0.</param>
    /// <param name="value">0..1.</param>
    public void Place(int control, float value)
    {
        if (control >= controls)
            return;
        _next.Sent |= 1UL << control;
        _next.Values[control] = value;
    }

    /// <inheritdoc cref="Place"/>
    public void Move(int control, float value)
    {
        Place(control, value);
        _moved |= control < controls;
    }

    /// <summary>One event of everything that has moved, if anything has.</summary>
    /// <param name="time">Monotonic nanoseconds at which it did.</param>
    public void Send(long time)
    {
        if (!_moved)
            return;
        _next.Time = time;
        _next.Source = source;
        queue.Write(_next);
        _next = default;
        _moved = false;
    }
}

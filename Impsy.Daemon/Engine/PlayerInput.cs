using System.Runtime.CompilerServices;

namespace Impsy.Daemon.Engine;

/// <summary>Room for every control an event can have, indexed by control from 0.</summary>
[InlineArray(Capacity)]
internal struct ControlValues
{
    /// <summary>The largest dimension, 65, less the time delta.</summary>
    public const int Capacity = 64;

    private float _first;
}

/// <summary>
/// What a player did at one moment, as it travels from an input thread to the performance thread: the controls that
/// were sent, and which; a note that was struck, or let go. A whole vector (OSC, CSV) names its length; a single
/// controller (a MIDI CC) does not. An input that only lets go sends no control, and is no event to a model.
/// </summary>
internal struct PlayerInput
{
    /// <summary>Monotonic nanoseconds at which the bytes arrived.</summary>
    public long Time;

    /// <summary>Bit i: control i was sent. What was not sent keeps its place.</summary>
    public ulong Sent;

    /// <summary>Bit i: the note of control i, which <see cref="Values"/> has, was let go.</summary>
    public ulong Lifted;

    /// <summary>All of the source's notes are let go, before anything else in here: it is gone, or lost count.</summary>
    public bool AllLifted;

    /// <summary>Which port it came from: an index into what is routed; see <see cref="Channels.ThruRoutes"/>.</summary>
    public byte Source;

    /// <summary>1..127 when the controls that were sent belong to a note that was struck; 0 otherwise.</summary>
    public byte Velocity;

    /// <summary>How many controls a whole vector has; 0 for single controls.</summary>
    public int Length;

    /// <summary>0..1, valid where <see cref="Sent"/> says so.</summary>
    public ControlValues Values;

    /// <summary>The bits of the first <paramref name="count"/> controls, 0..64.</summary>
    public static ulong AllOf(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;

    /// <summary>A whole vector.</summary>
    /// <param name="controls">1..64 values, finite; they are clipped to 0..1.</param>
    public static PlayerInput Whole(long time, ReadOnlySpan<float> controls)
    {
        PlayerInput input = new() { Time = time, Length = controls.Length, Sent = AllOf(controls.Length) };
        for (int i = 0; i < controls.Length; i++)
            input.Values[i] = Math.Clamp(controls[i], 0f, 1f);
        return input;
    }

    /// <summary>One control.</summary>
    public static PlayerInput Single(long time, int control, float value)
    {
        PlayerInput input = new() { Time = time, Sent = 1UL << control };
        input.Values[control] = Math.Clamp(value, 0f, 1f);
        return input;
    }

    /// <summary>Everything that the player holds on one source is let go.</summary>
    public static PlayerInput LiftAll(long time, byte source) =>
        new() { Time = time, Source = source, AllLifted = true };

    /// <summary>Lays a newer input over this one, so that the two become one with the newest value of each control.</summary>
    public void Overlay(in PlayerInput newer)
    {
        Time = newer.Time;
        Length = Math.Max(Length, newer.Length);
        Sent |= newer.Sent;
        Source = newer.Source;
        Velocity = Math.Max(Velocity, newer.Velocity);
        // Which note was struck before which was let go is lost with the room for it: better none held than one stuck.
        AllLifted |= newer.AllLifted || newer.Lifted != 0;
        for (ulong left = newer.Sent; left != 0; left &= left - 1)
        {
            int i = System.Numerics.BitOperations.TrailingZeroCount(left);
            Values[i] = newer.Values[i];
        }
    }
}

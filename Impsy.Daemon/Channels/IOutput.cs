using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Channels;

/// <summary>
/// Something the instrument plays through. Called on the performance thread: one call per event, which takes no lock,
/// waits for nothing, allocates nothing and never throws. The spans are valid only during the call. Times are
/// monotonic nanoseconds. What has a body here concerns outputs on which something sounds on.
/// </summary>
internal interface IOutput
{
    /// <summary>When to call <see cref="Wake"/>; <see cref="InteractionEngine.Never"/>: not at all.</summary>
    long NextWake => InteractionEngine.Never;

    /// <summary>Does what is due: ends notes, sends what had to wait.</summary>
    void Wake(long now)
    {
    }

    /// <summary>An event of the model.</summary>
    /// <param name="interval">From the event before it, nanoseconds.</param>
    /// <param name="controls">(D-1), 0..1.</param>
    /// <param name="moved">Bit i: control i differs from the event before it.</param>
    void Play(long time, long interval, ReadOnlySpan<float> controls, ulong moved);

    /// <summary>The player's own event, passed on.</summary>
    /// <param name="input">What was sent and struck.</param>
    /// <param name="controls">(D-1), the player's whole vector, 0..1.</param>
    /// <param name="moved">Bit i: control i differs from what the player sent before.</param>
    void Thru(long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved);

    /// <summary>The player let go: end what <see cref="Thru"/> has struck for it.</summary>
    void Lift(long time, in PlayerInput input)
    {
    }

    /// <summary>End every note that <see cref="Play"/> has started.</summary>
    void ReleaseNotes(long now)
    {
    }

    /// <summary>End every note.</summary>
    void ReleaseAll(long now)
    {
    }

    /// <summary>Who plays has changed.</summary>
    void Show(long now, PlayState state)
    {
    }
}

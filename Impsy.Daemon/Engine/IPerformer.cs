namespace Impsy.Daemon.Engine;

/// <summary>
/// What the engine plays through. Called on the performance thread, so an implementation takes no lock, allocates
/// nothing, and never throws. The spans are valid only during the call. Times are monotonic nanoseconds. What has a body
/// here concerns performers on whose outputs something sounds on.
/// </summary>
internal interface IPerformer
{
    /// <summary>When to call <see cref="Wake"/>, to end a note, say; <see cref="InteractionEngine.Never"/>: not.</summary>
    long NextWake => InteractionEngine.Never;

    /// <summary>Does what is due.</summary>
    void Wake(long now)
    {
    }

    /// <summary>The player did something: log it, and pass it on when it is to sound.</summary>
    /// <param name="channel">The input channel it came from.</param>
    /// <param name="input">What was sent, struck and let go.</param>
    /// <param name="controls">(D-1), the player's whole vector, 0..1.</param>
    /// <param name="moved">Bit i: control i differs from what the player sent before.</param>
    /// <param name="thru">Whether it goes to the outputs.</param>
    void Heard(int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru);

    /// <summary>The player let go of notes: what passing them on has struck ends, in every mode.</summary>
    void Lift(long time, in PlayerInput input)
    {
    }

    /// <summary>An event of the model is due: play it and log it.</summary>
    /// <param name="deadline">At which it belongs; now, or a little earlier.</param>
    /// <param name="interval">From the event before it, nanoseconds: its dt as it is played.</param>
    /// <param name="controls">(D-1), 0..1.</param>
    /// <param name="moved">Bit i: control i differs from the event before it. None: a note is struck again.</param>
    void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved);

    /// <summary>End every note that the model has started.</summary>
    void ReleaseNotes(long now);

    /// <summary>End every note, the player's too: nobody is there any more to end them.</summary>
    void ReleaseAll(long now) => ReleaseNotes(now);

    /// <summary>Who plays has changed: for the lights on the controller.</summary>
    void Show(long now, PlayState state)
    {
    }
}

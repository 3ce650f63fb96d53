namespace Impsy.Daemon.Engine;

/// <summary>
/// What the engine plays through. Called on the performance thread, so an implementation takes no lock, allocates
/// nothing, and never throws. The spans are valid only during the call.
/// </summary>
internal interface IPerformer
{
    /// <summary>The player did something: log it, and pass it on when it is to sound.</summary>
    /// <param name="channel">The input channel it came from.</param>
    /// <param name="time">Monotonic nanoseconds.</param>
    /// <param name="controls">(D-1), the player's whole vector, 0..1.</param>
    /// <param name="moved">Bit i: control i differs from what the player sent before.</param>
    /// <param name="thru">Whether it goes to the outputs.</param>
    void Heard(int channel, long time, ReadOnlySpan<float> controls, ulong moved, bool thru);

    /// <summary>An event of the model is due: play it and log it.</summary>
    /// <param name="deadline">Monotonic nanoseconds at which it belongs; now, or a little earlier.</param>
    /// <param name="controls">(D-1), 0..1.</param>
    /// <param name="moved">Bit i: control i differs from the event before it. None: a note is struck again.</param>
    void Play(long deadline, ReadOnlySpan<float> controls, ulong moved);

    /// <summary>End every note that the model has started.</summary>
    void ReleaseNotes();
}

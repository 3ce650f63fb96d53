namespace Impsy.Daemon.Timing;

/// <summary>
/// In which order the engine is handed what happens, for the instrument that plays and for a log that is replayed.
/// </summary>
internal static class EventOrder
{
    /// <summary>
    /// Whether the engine's event comes next: it is due, and no input was there before it. One of the same instant is
    /// later, or a stream in step with the model would delay it for ever.
    /// </summary>
    /// <param name="deadline">Of the engine's event.</param>
    /// <param name="now">Monotonic nanoseconds, like the others.</param>
    /// <param name="nextInput">Stamp of the oldest input that waits; any far time when there is none.</param>
    public static bool EventIsNext(long deadline, long now, long nextInput) => deadline <= now && deadline <= nextInput;

    /// <summary>
    /// Whether something of the outputs' own comes next, such as the end of a note: before an event of the same
    /// instant, so that a note ends before the next one begins.
    /// </summary>
    /// <param name="sound">When the outputs want to be woken.</param>
    public static bool SoundIsNext(long sound, long deadline, long now, long nextInput) =>
        sound <= now && sound <= deadline && sound <= nextInput;
}

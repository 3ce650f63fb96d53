namespace Impsy.Daemon.Config;

/// <summary>How long the model's notes last.</summary>
internal enum NoteEnd
{
    /// <summary>"next": until the same control strikes another.</summary>
    Next,

    /// <summary>"dt": as long as the event's own time delta.</summary>
    Interval,

    /// <summary>A number of seconds.</summary>
    Fixed,
}

namespace Impsy.Daemon.Lifecycle;

/// <summary>How a line tells the journal its level: sd-daemon(3), which takes the levels of syslog.</summary>
internal static class JournalLevel
{
    /// <summary>Whether what we say goes to the journal: systemd says so.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    /// <summary>What stands before a line; nothing, where a person reads it.</summary>
    public static string Prefix(LogLevel level) => !IsWanted ? "" : level switch
    {
        LogLevel.Critical => "<2>",
        LogLevel.Error => "<3>",
        LogLevel.Warning => "<4>",
        LogLevel.Information => "<6>",
        _ => "<7>",
    };
}

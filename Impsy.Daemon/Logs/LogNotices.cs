namespace Impsy.Daemon.Logs;

/// <summary>What the performance log says aloud: one line when something changes, none per row.</summary>
internal static partial class LogNotices
{
    [LoggerMessage(LogLevel.Information, "logging the performance to {Path}")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(LogLevel.Warning,
        "{Path}: {Operation}: {Error}; playing goes on without a log, next attempt in {Seconds} s")]
    public static partial void Failed(ILogger logger, string path, string operation, string error, double seconds);

    [LoggerMessage(LogLevel.Warning, "logging the performance again; {Lost} rows were lost")]
    public static partial void Recovered(ILogger logger, long lost);

    [LoggerMessage(LogLevel.Warning, "{Folder}: {Megabytes} MiB free: the model's events are no longer logged")]
    public static partial void PlayerOnly(ILogger logger, string folder, long megabytes);

    [LoggerMessage(LogLevel.Error, "{Folder}: {Megabytes} MiB free: the performance is no longer logged")]
    public static partial void DiskFull(ILogger logger, string folder, long megabytes);

    [LoggerMessage(LogLevel.Warning, "{Folder}: {Megabytes} MiB free: everything is logged again")]
    public static partial void SpaceReturned(ILogger logger, string folder, long megabytes);

    [LoggerMessage(LogLevel.Warning, "{Path} was deleted while it was written; the next event begins a new log")]
    public static partial void Deleted(ILogger logger, string path);

    [LoggerMessage(LogLevel.Information, "deleted {Count} old logs, {Megabytes} MiB, as log_max_mb asks")]
    public static partial void MadeRoom(ILogger logger, int count, long megabytes);

    [LoggerMessage(LogLevel.Warning, "old logs cannot be deleted, as log_max_mb asks: {Error}")]
    public static partial void NoRoomMade(ILogger logger, string error);

    [LoggerMessage(LogLevel.Critical, "a fault in the performance log has ended it; playing goes on")]
    public static partial void Broken(ILogger logger, Exception failure);
}

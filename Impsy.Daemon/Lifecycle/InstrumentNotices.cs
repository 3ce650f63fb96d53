namespace Impsy.Daemon.Lifecycle;

/// <summary>What the instrument says of itself; the first ten lines tell a person everything.</summary>
internal sealed partial class Instrument
{
    [LoggerMessage(LogLevel.Information, "IMPSY Edge {Version}; {Config}: {Title}")]
    private partial void LogStart(string version, string config, string title);

    [LoggerMessage(LogLevel.Error, "the configuration is refused; the last good one plays")]
    private partial void LogLastGood();

    [LoggerMessage(LogLevel.Warning, "[{Table}] is checked and not played through in this version")]
    private partial void LogNotYet(string table);

    [LoggerMessage(LogLevel.Information, "as it was before: {Mode}, timescale {Timescale}, threshold {Threshold} s")]
    private partial void LogResumed(string mode, float timescale, float threshold);

    [LoggerMessage(LogLevel.Warning, "the state is not used: {Problem}")]
    private partial void LogNoState(string problem);

    [LoggerMessage(LogLevel.Warning, "killed before it could end its notes; they are ended now: {Destinations}")]
    private partial void LogLeft(string destinations);

    [LoggerMessage(LogLevel.Warning, "notes would not be ended after a crash: {Problem}")]
    private partial void LogNoSounding(string problem);

    [LoggerMessage(LogLevel.Warning, "no control socket: {Problem}")]
    private partial void LogNoControl(string problem);

    [LoggerMessage(LogLevel.Warning, "no real-time priority ({Reason}): as root, or with LimitRTPRIO=40 in the unit, timing is tighter")]
    private partial void LogNotRealTime(string reason);

    [LoggerMessage(LogLevel.Warning, "memory is not locked ({Reason}): LimitMEMLOCK=infinity in the unit permits it")]
    private partial void LogNotLocked(string reason);

    [LoggerMessage(LogLevel.Information, "ready: {Mode}, {With} real-time priority")]
    private partial void LogReady(string mode, string with);

    [LoggerMessage(LogLevel.Critical, "the performance thread failed")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(LogLevel.Information, "stopped in {Milliseconds} ms")]
    private partial void LogStopped(long milliseconds);
}

using Microsoft.Extensions.Logging;

namespace Impsy.Daemon.Tests.Logs;

/// <summary>Keeps what was said. Any thread.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>Level and text, in order.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}

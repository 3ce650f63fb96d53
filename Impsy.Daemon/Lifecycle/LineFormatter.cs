using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// One plain line a message. For the journal, which has a clock of its own, the kernel's level prefix and the message;
/// for a person at a terminal, the time, the level where it is worth a look, and the message.
/// </summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "impsy";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (JournalLevel.IsWanted)
        {
            textWriter.Write(JournalLevel.Prefix(logEntry.LogLevel));
        }
        else
        {
            textWriter.Write(DateTime.Now.ToString("HH:mm:ss.fff ", System.Globalization.CultureInfo.InvariantCulture));
            textWriter.Write(logEntry.LogLevel switch
            {
                LogLevel.Warning => "warning: ",
                LogLevel.Error or LogLevel.Critical => "error: ",
                _ => "",
            });
        }
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception).TrimEnd());
        if (logEntry.Exception is { } exception)
        {
            // A stack trace stays one message of the journal, with its level.
            textWriter.Write(": ");
            textWriter.Write(exception.ToString().ReplaceLineEndings(" | "));
        }
        textWriter.Write('\n');
    }
}

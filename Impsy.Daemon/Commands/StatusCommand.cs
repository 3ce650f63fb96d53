using System.Diagnostics;
using System.Text.Json;

namespace Impsy.Daemon.Commands;

/// <summary>impsy status: how an instrument that runs on this machine is, for a person or a program.</summary>
internal static class StatusCommand
{
    private const int WatchMilliseconds = 1000;
    private const string ToTheTop = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearRest = "\e[J";

    /// <param name="json">As the instrument tells it, one line.</param>
    /// <param name="watch">Each second anew, until the instrument ends or Ctrl-C.</param>
    /// <returns>0; 69 when there is no instrument.</returns>
    public static int Run(string path, bool json, bool watch, TextWriter output, TextWriter error)
    {
        try
        {
            using ControlClient client = new(path);
            if (watch)
                Watch(client, json, output);
            else
                Tell(client, json, output);
            return 0;
        }
        catch (IOException failure)
        {
            error.WriteLine($"impsy: {failure.Message}");
            return ExitCodes.Unavailable;
        }
    }

    private static void Tell(ControlClient client, bool json, TextWriter output)
    {
        using JsonDocument status = client.AskStatus();
        output.Write(json ? $"{status.RootElement.GetRawText()}\n" : StatusTable.Format(status.RootElement, null));
        output.Flush();
    }

    private static void Watch(ControlClient client, bool json, TextWriter output)
    {
        bool isTerminal = !Console.IsOutputRedirected;
        if (isTerminal && !json)
            output.Write(ToTheTop + ClearRest);
        JsonDocument before = client.AskStatus();
        long last = Stopwatch.GetTimestamp();
        while (true)
        {
            Thread.Sleep(WatchMilliseconds);
            JsonDocument status = client.AskStatus();
            TimeSpan since = Stopwatch.GetElapsedTime(last);
            last = Stopwatch.GetTimestamp();
            StatusTable.Past past = new(before.RootElement, since.TotalSeconds);
            string table = json ? $"{status.RootElement.GetRawText()}\n" : StatusTable.Format(status.RootElement, past);
            // Written over, not cleared before: it does not flicker.
            output.Write(isTerminal && !json ? ToTheTop + table.Replace("\n", ClearLine + "\n") + ClearRest : table);
            output.Flush();
            before.Dispose();
            before = status;
        }
    }
}

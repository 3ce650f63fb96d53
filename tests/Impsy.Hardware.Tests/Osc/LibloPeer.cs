using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Impsy.Hardware.Tests.Osc;

/// <summary>Starts oscsend and oscdump: an OSC implementation that is not ours.</summary>
internal static class LibloPeer
{
    /// <summary>A peer that has not done its work by then is ended, and the test fails.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static void Send(int port, params string[] addressTypesAndValues)
    {
        using Process sender = Start("oscsend", ["127.0.0.1", $"{port}", .. addressTypesAndValues]);
        bool ended = sender.WaitForExit(Patience);
        if (!ended)
            sender.Kill();
        Assert.True(ended && sender.ExitCode == 0, $"oscsend: {sender.StandardError.ReadToEnd()}");
    }

    /// <summary>Sends packets to oscdump and returns the lines it prints, without their time tags.</summary>
    /// <param name="port">Free, as far as anyone can know.</param>
    /// <param name="lines">How many to wait for.</param>
    internal static string[] Dump(int port, int lines, Action send)
    {
        using Process dump = Start("oscdump", ["-L", $"{port}"]);
        using Timer end = new(_ => dump.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            while (!IsBound(port) && !dump.HasExited)
                Thread.Sleep(2);
            send();
            return [.. Enumerable.Range(0, lines).Select(_ => WithoutTimeTag(dump.StandardOutput.ReadLine()))];
        }
        finally
        {
            dump.Kill();
            dump.WaitForExit();
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is missing: apt-get install liblo-tools", missing);
        }
    }

    private static bool IsBound(int port)
    {
        string local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/udp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(columns => columns[1].EndsWith(local, StringComparison.Ordinal));
    }

    private static string WithoutTimeTag(string? line) =>
        line is null ? "oscdump ended" : line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}

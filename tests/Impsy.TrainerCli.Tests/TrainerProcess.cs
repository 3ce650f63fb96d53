using System.Diagnostics;

namespace Impsy.TrainerCli.Tests;

/// <summary>impsy-trainer as a process of its own: for signals, and for what is decided when a process starts.</summary>
internal static class TrainerProcess
{
    /// <param name="environment">Added to that of the tests.</param>
    public static Process Start(KeyValuePair<string, string>[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "impsy-trainer"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("no process");
    }

    /// <summary>Runs to its end, which must be a good one without a word of complaint.</summary>
    /// <param name="interruptAt">The beginning of a line at which it gets a SIGINT, as by Ctrl-C; null: never.</param>
    /// <returns>The lines of its output.</returns>
    public static IReadOnlyList<string> Run(
        KeyValuePair<string, string>[] environment, string? interruptAt, params string[] arguments)
    {
        using Process trainer = Start(environment, arguments);
        List<string> lines = [];
        while (trainer.StandardOutput.ReadLine() is string line)
        {
            lines.Add(line);
            if (interruptAt is not null && line.StartsWith(interruptAt, StringComparison.Ordinal))
                Process.Start("kill", ["-INT", $"{trainer.Id}"]).WaitForExit();
        }
        trainer.WaitForExit();
        Assert.Equal((0, ""), (trainer.ExitCode, trainer.StandardError.ReadToEnd()));
        return lines;
    }
}

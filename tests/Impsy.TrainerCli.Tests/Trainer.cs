using Impsy.Inference.Performances;
using Impsy.TrainerCli.Commands;

namespace Impsy.TrainerCli.Tests;

/// <summary>Runs impsy-trainer within the test, and makes what it needs.</summary>
internal static class Trainer
{
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = TrainerCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>One sentence, exit 1, nothing on the output.</summary>
    public static void AssertFails(string expected, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((TrainerCommand.Failed, ""), (code, output));
        Assert.StartsWith("impsy-trainer: ", error);
        Assert.Contains(expected, error);
        Assert.Equal(error.Length - 1, error.IndexOf('\n'));
    }

    /// <summary>Exit 2, nothing on the output.</summary>
    public static void AssertMisused(string expected, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((TrainerCommand.Misused, ""), (code, output));
        Assert.Contains(expected, error);
    }

    /// <summary>Done without a word of complaint; returns the output.</summary>
    public static string AssertDone(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((TrainerCommand.Done, ""), (code, error));
        return output;
    }

    /// <summary>Writes rows as a player's log.</summary>
    /// <param name="rows">(R) of (D); the first row's dt is of no meaning.</param>
    public static void WriteLog(string path, IEnumerable<float[]> rows)
    {
        using FileStream file = File.Create(path);
        byte[] line = new byte[LogLine.MaxLength];
        double seconds = 0;
        long start = CivilTime.FromDateTime(new DateTime(2026, 5, 1, 20, 0, 0));
        bool first = true;
        foreach (float[] row in rows)
        {
            seconds += first ? 0 : row[0];
            first = false;
            long wall = start + (long)Math.Round(seconds * CivilTime.MicrosecondsPerSecond);
            Assert.True(LogLine.TryFormat(line, wall, LogSource.Interface, row.AsSpan(1), out int length));
            file.Write(line.AsSpan(0, length));
        }
    }
}

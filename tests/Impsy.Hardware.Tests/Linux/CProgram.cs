using System.Diagnostics;

namespace Impsy.Hardware.Tests.Linux;

/// <summary>A C program beside the tests that prints what the headers of this machine say.</summary>
internal static class CProgram
{
    /// <summary>Compiles it without a warning and runs it.</summary>
    /// <returns>Its lines.</returns>
    internal static string[] Run(string source)
    {
        string program = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Equal("", Execute("cc", "-Wall", "-o", program, source));
            return Execute(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(program);
        }
    }

    /// <summary>What it printed on the machine of its author: the .txt beside it, without the comments.</summary>
    internal static string[] Stored(string source) =>
        [.. File.ReadLines(Path.ChangeExtension(source, ".txt")).Where(line => line[0] != '#')];

    private static string Execute(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}

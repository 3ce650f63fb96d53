using System.Diagnostics;

namespace Impsy.Torture;

/// <summary>Runs a small command of the system to its end.</summary>
internal static class Shell
{
    /// <exception cref="InvalidOperationException">It did not answer 0: with what it said.</exception>
    public static void Run(params string[] command)
    {
        (int exit, string said) = Try(command);
        if (exit != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {exit}: {said}");
    }

    /// <returns>The exit code, and what it said to standard error.</returns>
    public static (int Exit, string Said) Try(params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}

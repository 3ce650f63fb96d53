using System.Diagnostics;

namespace Impsy.Benchmarks.Driving;

/// <summary>A child process for each core that only spins: the instrument has to fight for its time.</summary>
internal sealed class Hogs : IDisposable
{
    public const string Verb = "spin";

    private readonly List<Process> _processes = [];

    public Hogs()
    {
        for (int i = 0; i < Environment.ProcessorCount; i++)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!, [.. OwnAssembly(), Verb]);
            start.RedirectStandardInput = true;
            _processes.Add(Process.Start(start)!);
        }
    }

    /// <summary>What such a child does: it spins until its parent closes the pipe, or dies.</summary>
    public static int Spin()
    {
        Thread spinner = new(() =>
        {
            while (true)
                Thread.SpinWait(1000);
        })
        { IsBackground = true };
        spinner.Start();
        while (Console.Read() >= 0)
        {
        }
        return 0;
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }

    // Not compiled natively, this program is run by dotnet.
    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, "Impsy.Benchmarks.dll")]
            : [];
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Impsy.TestSupport;

/// <summary>
/// The published native binary as a process of its own, driven from outside: sockets, signals, files. Ends with the
/// test, whatever happens.
/// </summary>
public sealed partial class NativeInstrument : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private NativeInstrument(Process process) => _process = process;

    /// <summary>The binary that eng/publish made for this machine.</summary>
    public static string Executable { get; } = Path.Combine(
        Repository.Root, "artifacts", "publish",
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", "impsy");

    public int Id => _process.Id;

    /// <summary>Everything it has said, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Starts it with any arguments; does not wait for anything.</summary>
    public static NativeInstrument Launch(string folder, params string[] arguments) =>
        LaunchUnder([], folder, arguments);

    /// <param name="wrapper">
    /// A command that sets something up and then becomes (exec) the command behind it, e.g. "env", "LANG=C"; or none.
    /// </param>
    public static NativeInstrument LaunchUnder(string[] wrapper, string folder, params string[] arguments)
    {
        string[] command = [.. wrapper, Executable, .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        NativeInstrument instrument = new(new Process { StartInfo = start });
        instrument._process.OutputDataReceived += instrument.Keep;
        instrument._process.ErrorDataReceived += instrument.Keep;
        instrument._process.Start();
        instrument._process.BeginOutputReadLine();
        instrument._process.BeginErrorReadLine();
        return instrument;
    }

    /// <summary>Starts "impsy run" with a configuration and waits until it says that it is ready.</summary>
    /// <param name="wrapper">As for <see cref="LaunchUnder"/>.</param>
    public static NativeInstrument Play(TestStage stage, params string[] wrapper)
    {
        NativeInstrument instrument =
            LaunchUnder(wrapper, stage.Folder, "run", "-c", stage.WriteConfig(), "-l", stage.Logs);
        try
        {
            instrument.WaitForOutput(" ready: ");
        }
        catch
        {
            instrument.Dispose();
            throw;
        }
        return instrument;
    }

    public void WaitForOutput(string text) => Wait.Until(
        () => Output.Contains(text, StringComparison.Ordinal) || _process.HasExited,
        s_patience,
        () => $"'{text}' did not come; it said:\n{Output}",
        () => Output.Contains(text, StringComparison.Ordinal));

    public bool IsAlive => !_process.HasExited;

    /// <summary>How many lines it has said that hold a text.</summary>
    public int CountOutput(string text)
    {
        lock (_lines)
            return _lines.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Sends a signal that is to end it, and waits for the end.</summary>
    /// <returns>The exit code, and how long it took to go.</returns>
    public (int ExitCode, TimeSpan Time) Signal(int signal)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Tell(signal);
        return (WaitForExit(), watch.Elapsed);
    }

    /// <summary>Sends a signal and does not wait for anything.</summary>
    public void Tell(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
            throw new InvalidOperationException($"kill {signal}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public int WaitForExit()
    {
        if (!_process.WaitForExit(s_patience))
            throw new TimeoutException($"it did not end; it said:\n{Output}");
        _process.WaitForExit(); // the streams, too
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
            _lines.Add(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}

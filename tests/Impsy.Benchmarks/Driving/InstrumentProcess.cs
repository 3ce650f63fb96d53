using System.Diagnostics;
using System.Globalization;

namespace Impsy.Benchmarks.Driving;

/// <summary>The published instrument as a process, seen from outside. It ends with this, whatever happens.</summary>
internal sealed class InstrumentProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private InstrumentProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit; // somebody ends the measuring by SIGTERM
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Everything it has said, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Whether it plays with real-time priority. Known when it is ready.</summary>
    public bool IsRealTime => Output.Contains("with real-time priority", StringComparison.Ordinal);

    /// <summary>Starts it and returns at once, so that its start can be measured.</summary>
    public static InstrumentProcess Launch(Stage stage, string config) =>
        new(new ProcessStartInfo(stage.Executable, Arguments(stage, config)) { WorkingDirectory = stage.Folder });

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="refuseRealTime">Takes the permission for real-time priority away from it; needs setpriv.</param>
    /// <exception cref="InvalidOperationException">It has ended instead.</exception>
    /// <exception cref="TimeoutException">It has not become ready.</exception>
    public static InstrumentProcess Play(Stage stage, bool refuseRealTime = false)
    {
        string[] arguments = Arguments(stage, stage.WriteConfig());
        ProcessStartInfo start = refuseRealTime
            ? new("setpriv", ["--bounding-set=-sys_nice", "--inh-caps=-sys_nice", stage.Executable, .. arguments])
            : new(stage.Executable, arguments);
        start.WorkingDirectory = stage.Folder;
        InstrumentProcess instrument = new(start);
        try
        {
            instrument.WaitForReady();
        }
        catch
        {
            instrument.Dispose();
            throw;
        }
        return instrument;
    }

    /// <summary>Ends it as systemd would, by SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public int End()
    {
        if (IsAlive)
        {
            using Process kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            if (!_process.WaitForExit(s_patience))
                throw new TimeoutException($"the instrument does not end; it said:\n{Output}");
        }
        _process.WaitForExit(); // the streams, too
        return _process.ExitCode;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        if (IsAlive)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string[] Arguments(Stage stage, string config) => ["run", "-c", config, "-l", stage.Logs];

    private void WaitForReady()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Output.Contains(" ready: ", StringComparison.Ordinal))
        {
            if (!IsAlive)
                throw new InvalidOperationException($"the instrument has ended; it said:\n{Output}");
            if (watch.Elapsed > s_patience)
                throw new TimeoutException($"the instrument is not ready; it said:\n{Output}");
            Thread.Sleep(2);
        }
    }

    private void KillAtExit(object? sender, EventArgs exit)
    {
        if (IsAlive)
            _process.Kill();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
            _lines.Add(line.Data);
    }
}

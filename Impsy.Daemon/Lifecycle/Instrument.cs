using System.Diagnostics;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Models;
using Impsy.Daemon.Service;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Inference;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// The whole instrument, put together from a configuration: what the host starts and stops. It is built in the order
/// in which things depend on each other and taken down in reverse, the notes first of all.
/// </summary>
/// <param name="load">Free of mistakes.</param>
/// <param name="refusal">Why it is not the configuration that is named; empty: it is.</param>
internal sealed partial class Instrument(
    RunOptions options, ConfigLoad load, string refusal, ILoggerFactory loggers, IHostApplicationLifetime lifetime)
    : IHostedService
{
    private const int DimensionWithoutModel = 9;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = loggers.CreateLogger("impsy");
    private readonly InstrumentConfig _config = load.Config!;
    private readonly Stack<IDisposable> _parts = new(); // disposed of from the newest to the oldest
    private SystemdNotifier? _systemd;
    private SoundingFile? _sounding;
    private TimingLoop? _loop;
    private PerformanceThread? _thread;
    private Caretaker? _caretaker;
    private MinuteReport? _report;

    /// <summary>What the process shall answer when it ends: not 0 when the performance thread has failed.</summary>
    public int ExitCode { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogStart(CommandLine.Version, _config.Path, _config.Title);
        if (refusal.Length > 0)
            LogLastGood();
        TellWhatIsNotPlayed();
        _systemd = Add(new SystemdNotifier(options.Service.NotifySocket));
        _sounding = OpenSounding();
        StateFolder? folder = options.StateFolder is { } path ? new StateFolder(path) : null;
        SavedState? saved = ReadState(folder);
        ModelBoot boot = new(_logger);
        (IPredictor? predictor, LoadedModel? model) =
            boot.Load(_config.Model, _config.Path, options.HasModel ? null : saved?.Models, folder?.Models);

        InstrumentParts parts = CreateParts(predictor, model);
        Setup setup = new(load, predictor?.Dimension ?? _config.Model.Dimension ?? DimensionWithoutModel, parts);
        Performer performer = new(setup.Rack.Outputs, setup.Rack.Routes, setup.Log);
        InteractionEngine engine = new(setup.Dimension, predictor, Resume(saved), performer);
        _loop = new TimingLoop(engine, setup.Rack.Inputs, parts.Commands, parts.Bell, CreateWatchdog());
        InstrumentStatus status = new(_loop, parts.Models)
        {
            Setup = setup,
            Trouble = refusal.Length > 0 ? refusal : boot.Refusal,
        };
        ModelMemory memory = new(setup.ModelsFolder, saved?.Models);
        Reloader reloader = Add(new Reloader(options.Overrides, parts, status, performer, memory, RequestReload));
        StateKeeper? keeper = folder is null ? null : new StateKeeper(folder, _loop, parts.Models, memory, _logger);
        _caretaker = Add(new Caretaker(_systemd, status, reloader, keeper));

        setup.Connect(performer, status);
        Start(setup, parts);
        _caretaker.Start();
        Serve(status, parts);
        TellReadiness(status);
        _report = Add(new MinuteReport(status, _logger));
        _report.Start();
        _systemd.Ready();
        return Task.CompletedTask;
    }

    /// <summary>Any thread, once it plays: reads the configuration again.</summary>
    public void RequestReload() => _caretaker?.RequestReload();

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        _systemd?.Stopping();
        _loop?.Stop();
        try
        {
            _thread?.Join();
        }
        catch (Exception failure) // any at all ends the process, told
        {
            ExitCode = 1;
            LogFailure(failure);
        }
        _report?.Write();
        while (_parts.TryPop(out IDisposable? part))
            part.Dispose();
        if (ExitCode == 0)
            _sounding?.Clear(); // after a failure a successor had better look
        _sounding?.Dispose();
        LogStopped(watch.ElapsedMilliseconds);
        return Task.CompletedTask;
    }

    private T Add<T>(T part) where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    private SoundingFile? OpenSounding()
    {
        if (options.Service.SoundingPath is not { } path)
            return null;
        try
        {
            SoundingFile sounding = new(path);
            if (sounding.Left() is { Count: > 0 } left)
                LogLeft(string.Join(", ", left));
            return sounding;
        }
        catch (IOException failure)
        {
            LogNoSounding(failure.Message);
            return null;
        }
    }

    private SavedState? ReadState(StateFolder? folder)
    {
        string problem = "";
        SavedState? saved = folder?.Read(out problem);
        if (problem.Length > 0)
            LogNoState(problem);
        return saved;
    }

    private EngineSettings Resume(SavedState? saved)
    {
        EngineSettings config = _config.EngineSettings;
        EngineSettings settings =
            saved is null ? config : SavedState.Resume(config, saved.Config, saved.Now, options.Overrides.Has);
        if (settings != config)
            LogResumed(InteractionModeText.Format(settings.Mode), settings.Timescale, settings.Threshold);
        return settings;
    }

    private InstrumentParts CreateParts(IPredictor? predictor, LoadedModel? model)
    {
        EventFd bell = Add(new EventFd());
        CommandQueue commands = new(bell);
        ModelLoader models = Add(new ModelLoader("", 0, commands, _logger) // aimed by the setup
        {
            Playing = model,
            Current = model?.Name ?? (predictor is null ? "" : "random walk"),
        });
        return new InstrumentParts(bell, commands, models, _sounding, options.LogFolder, _logger);
    }

    private Watchdog? CreateWatchdog() => _systemd!.Sender is { } sender && options.Service.WatchdogNs > 0
        ? new Watchdog(sender, options.Service.WatchdogNs)
        : null;

    /// <summary>Everything that makes or takes music, the performance thread last.</summary>
    private void Start(Setup setup, InstrumentParts parts)
    {
        // A bug on any thread ends the process; the notes end before it.
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Silence();
        parts.Models.Start();
        setup.StartLog();
        setup.Start(RequestReload);
        _thread = new PerformanceThread(_loop!);
        _thread.Start();
        _ = _thread.Ended.ContinueWith(EndWithFailure, TaskContinuationOptions.OnlyOnFaulted);
        while (!_loop!.HasWaited && !_thread.Ended.IsCompleted)
            Thread.Sleep(1); // its first turn takes less
    }

    private void Serve(InstrumentStatus status, InstrumentParts parts)
    {
        if (options.ControlPath is not { } path)
            return;
        try
        {
            LearnReport learning = new(() => status.Setup?.Rack.Taps ?? []);
            ControlHandler handler = new(
                parts.Commands, parts.Models, new StatusReport(status), learning, RequestReload);
            Add(new ControlServer(path, handler)).Start();
        }
        catch (IOException failure)
        {
            LogNoControl(failure.Message); // it can be played all the same
        }
    }

    private void TellWhatIsNotPlayed()
    {
        (string Table, bool Used)[] tables =
        [
            ("webui", _config.WebUi is not null),
        ];
        foreach ((string table, bool used) in tables)
        {
            if (used)
                LogNotYet(table);
        }
    }

    private void TellReadiness(InstrumentStatus status)
    {
        if (_thread!.NotRealTime is { } reason)
        {
            status.NotRealTime = reason;
            LogNotRealTime(reason);
        }
        if (_thread.NotLocked is { } locked)
            LogNotLocked(locked);
        LogReady(InteractionModeText.Format(status.Engine.Mode), _thread.NotRealTime is null ? "with" : "without");
    }

    private void Silence()
    {
        _loop?.Stop();
        _thread?.Ended.Wait(s_patience);
    }

    private void EndWithFailure(Task ended)
    {
        ExitCode = 1;
        lifetime.StopApplication();
    }
}

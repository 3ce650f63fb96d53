using System.Diagnostics;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Inference;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// The whole instrument, put together from a configuration: what the host starts and stops. It is built in the order
/// in which things depend on each other and taken down in reverse, the notes first of all.
/// </summary>
internal sealed partial class Instrument(
    InstrumentConfig config, string logFolder, ILoggerFactory loggers, IHostApplicationLifetime lifetime) : IHostedService
{
    private const int DimensionWithoutModel = 9;

    // The files of Python IMPSY say 0.01; at that a residual model, whose means are "stay where you are", hardly moves.
    private const float FreezingTemperature = 0.1f;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = loggers.CreateLogger("impsy");
    private readonly Stack<IDisposable> _parts = new(); // disposed of from the newest to the oldest
    private TimingLoop? _loop;
    private PerformanceThread? _thread;
    private MinuteReport? _report;
    private string? _modelPath;

    /// <summary>What the process shall answer when it ends: not 0 when the performance thread has failed.</summary>
    public int ExitCode { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogStart(CommandLine.Version, config.Path, config.Title);
        TellWhatIsNotPlayed();
        IPredictor? model = LoadModel();
        int dimension = model?.Dimension ?? config.Model.Dimension ?? DimensionWithoutModel;

        EventFd bell = Add(new EventFd());
        CommandQueue commands = new(bell);
        ModelLoader models = Add(new ModelLoader(ModelsFolder, dimension, commands, _logger)
        {
            Current = model is null ? "" : Path.GetFileName(_modelPath ?? "random walk"),
        });
        PerformanceLog log = Add(new PerformanceLog(logFolder, LogOptions, _logger));
        OscChannel? osc = config.Osc is { } oscConfig ? new OscChannel(oscConfig, dimension - 1, bell, _logger) : null;
        MidiParts midi = new(config, bell, commands, models);
        ChannelRack rack = Add(new ChannelRack(config, osc, midi, dimension - 1, _logger));
        Performer performer = new(rack.Outputs, rack.Routes, log);
        InteractionEngine engine = new(dimension, model, config.EngineSettings, performer);
        _loop = new TimingLoop(engine, rack.Inputs, commands, bell);
        InstrumentStatus status = new(engine, _loop, models);
        osc?.Listen(new OscDispatcher(dimension - 1, osc.Inputs, commands, models, status));
        _thread = new PerformanceThread(_loop);

        // A bug on any thread ends the process; the notes end before it.
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Silence();
        models.Start();
        log.Start();
        rack.Start();
        if (config.Verbose)
            Add(new EventPrinter(performer.LatestHeard, performer.LatestPlayed, Console.OpenStandardOutput())).Start();
        _thread.Start();
        _ = _thread.Ended.ContinueWith(EndWithFailure, TaskContinuationOptions.OnlyOnFaulted);
        TellReadiness(engine);
        _report = Add(new MinuteReport(engine, _loop, rack.Inputs, osc?.Input, _logger));
        _report.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
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
        LogStopped(watch.ElapsedMilliseconds);
        return Task.CompletedTask;
    }

    private string ModelsFolder => Path.GetDirectoryName(Path.GetFullPath(_modelPath ?? "models/none"))!;

    private T Add<T>(T part) where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    private IPredictor? LoadModel()
    {
        try
        {
            if (config.Model.File is { } file)
                _modelPath = ModelFile.Find(file, config.Path);
            IPredictor model = ModelFile.Load(config.Model, config.Path, Environment.TickCount);
            LogModel(_modelPath ?? "the random walk", model.Metadata.Describe());
            if (model.Metadata.Residual && config.Model.SigmaTemperature < FreezingTemperature)
                LogFreezing(config.Model.SigmaTemperature.Value, model.Metadata.Suggested.Sigma);
            return model;
        }
        catch (ModelException refusal)
        {
            LogNoModel(refusal.Message); // the playing through and the logging go on
            return null;
        }
    }

    private LogOptions LogOptions => new()
    {
        Input = config.LogInput,
        Predictions = config.LogPredictions,
        FlushSeconds = config.LogFlushSeconds,
        MaxMegabytes = config.LogMaxMegabytes,
    };

    private void TellWhatIsNotPlayed()
    {
        (string Table, bool Used)[] tables =
        [
            ("webui", config.WebUi is not null),
        ];
        foreach ((string table, bool used) in tables)
        {
            if (used)
                LogNotYet(table);
        }
    }

    private void TellReadiness(InteractionEngine engine)
    {
        if (_thread!.NotRealTime is { } reason)
            LogNotRealTime(reason);
        if (_thread.NotLocked is { } locked)
            LogNotLocked(locked);
        LogReady(InteractionModeText.Format(engine.Mode), _thread.NotRealTime is null ? "with" : "without");
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

    [LoggerMessage(LogLevel.Information, "IMPSY Edge {Version}; {Config}: {Title}")]
    private partial void LogStart(string version, string config, string title);

    [LoggerMessage(LogLevel.Information, "model {Path}: {Description}")]
    private partial void LogModel(string path, string description);

    [LoggerMessage(LogLevel.Warning, "sigmatemp {Sigma} nearly freezes this model; it suggests {Suggested}")]
    private partial void LogFreezing(float sigma, float suggested);

    [LoggerMessage(LogLevel.Warning, "[{Table}] is checked and not played through in this version")]
    private partial void LogNotYet(string table);

    [LoggerMessage(LogLevel.Error, "no model, so only thru and logging: {Reason}")]
    private partial void LogNoModel(string reason);

    [LoggerMessage(LogLevel.Warning, "no real-time priority ({Reason}): as root, or with LimitRTPRIO=40 in the unit, timing is tighter")]
    private partial void LogNotRealTime(string reason);

    [LoggerMessage(LogLevel.Warning, "memory is not locked ({Reason}): LimitMEMLOCK=infinity in the unit permits it")]
    private partial void LogNotLocked(string reason);

    [LoggerMessage(LogLevel.Information, "ready: {Mode}, {With} real-time priority")]
    private partial void LogReady(string mode, string with);

    [LoggerMessage(LogLevel.Critical, "the performance thread failed")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(LogLevel.Information, "stopped in {Milliseconds} ms")]
    private partial void LogStopped(long milliseconds);
}

using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Models;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// What one configuration makes of the instrument: its channels, its log, what it prints and which models it looks out
/// for. The setup that follows takes over what has not changed.
/// </summary>
internal sealed class Setup : IDisposable
{
    private readonly InstrumentParts _parts;
    private readonly MidiParts _midi;
    private Setup? _before; // until this has begun
    private EventPrinter? _printer;
    private ModelWatch? _watch;

    /// <param name="load">Free of mistakes.</param>
    /// <param name="dimension">Of the model.</param>
    /// <param name="before">That plays now; null: none does.</param>
    public Setup(ConfigLoad load, int dimension, InstrumentParts parts, Setup? before = null)
    {
        Load = load;
        Dimension = dimension;
        ModelsFolder = ModelFile.FolderOf(Config.Model.File ?? "models", Config.Path);
        _parts = parts;
        _before = before;
        _midi = new MidiParts(Config, parts.Bell, parts.Commands, parts.Models, parts.Sounding, before?._midi);
        Rack = new ChannelRack(load, _midi, dimension - 1, parts.Logger, before?.Rack);
        Log = before is not null && before.LogOptions == LogOptions
            ? before.Log
            : new PerformanceLog(parts.LogFolder, LogOptions, parts.Logger);
    }

    public ConfigLoad Load { get; }
    public InstrumentConfig Config => Load.Config!;
    public int Dimension { get; }
    public ChannelRack Rack { get; }
    public PerformanceLog Log { get; }

    private LogOptions LogOptions => new()
    {
        Input = Config.LogInput,
        Predictions = Config.LogPredictions,
        FlushSeconds = Config.LogFlushSeconds,
        MaxMegabytes = Config.LogMaxMegabytes,
    };

    /// <summary>Before it starts: who plays through it, and who answers for it.</summary>
    public void Connect(Performer performer, InstrumentStatus status)
    {
        if (Rack.Osc is { Input: null } osc)
            osc.Listen(new OscDispatcher(Dimension - 1, osc.Inputs, _parts.Commands, _parts.Models, status));
        if (Config.Verbose)
        {
            _printer = _before?._printer
                ?? new EventPrinter(performer.LatestHeard, performer.LatestPlayed, Console.OpenStandardOutput());
        }
    }

    /// <summary>Before rows are written to it.</summary>
    public void StartLog()
    {
        if (!ReferenceEquals(Log, _before?.Log))
            Log.Start();
    }

    /// <summary>
    /// Closes what was there before and is not any more, then opens what is new: the two may want the same device.
    /// </summary>
    /// <param name="reload">
    /// Called when a model lands around which the instrument is to be built anew: of another dimension, or elsewhere.
    /// </param>
    public void Start(Action reload)
    {
        Rack.DisposeDropped();
        if (_before is not null)
            DropFrom(_before);
        Rack.Start();
        if (_printer is not null && !ReferenceEquals(_printer, _before?._printer))
            _printer.Start();
        _parts.Models.Aim(ModelsFolder, Dimension, Config.Model.Dimension is null ? reload : null);
        if (Config.Model is { Watch: true, File: { } file })
        {
            (string folder, string? only) = ModelFile.LookOut(file, Config.Path);
            _watch = new ModelWatch(folder, only, _parts.Models, folder == ModelsFolder ? null : reload, _parts.Logger);
            _watch.Start();
        }
        _before?._watch?.Dispose();
        _before = null;
    }

    /// <summary>It never played.</summary>
    public void DisposeNew()
    {
        Rack.DisposeNew();
        if (!ReferenceEquals(Log, _before?.Log))
            Log.Dispose();
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _printer?.Dispose();
        Rack.Dispose();
        Log.Dispose();
    }

    /// <summary>Where the models are, when this was made.</summary>
    public string ModelsFolder { get; }

    private void DropFrom(Setup before)
    {
        if (!ReferenceEquals(Log, before.Log))
            before.Log.Dispose();
        if (!ReferenceEquals(_printer, before._printer))
            before._printer?.Dispose();
    }
}

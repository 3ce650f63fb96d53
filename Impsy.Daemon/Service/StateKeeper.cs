using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Writes the state when something of it has changed, and keeps what has worked. One thread of ordinary priority,
/// which may look as often as it likes: for what is as it was nothing is written, and nothing allocated.
/// </summary>
/// <param name="memory">Of the models.</param>
internal sealed partial class StateKeeper(
    StateFolder folder, TimingLoop loop, ModelLoader models, ModelMemory memory, ILogger logger)
{
    private EngineSettings _settings;
    private LoadedModel? _model;
    private ConfigLoad? _load;
    private bool _isTold;

    /// <param name="load">The configuration that counts.</param>
    public void Look(ConfigLoad load)
    {
        EngineSettings settings = loop.Engine.Settings;
        LoadedModel? model = models.Playing;
        if (settings == _settings && ReferenceEquals(model, _model) && ReferenceEquals(load, _load))
            return;
        FileError error = Keep(load, settings, model);
        if (error.IsNone)
            (_settings, _model, _load) = (settings, model, load); // else it is tried again at the next look
        else if (!_isTold)
            LogNotKept(error);
        _isTold = !error.IsNone;
    }

    private FileError Keep(ConfigLoad load, in EngineSettings settings, LoadedModel? model)
    {
        InstrumentConfig config = load.Config!;
        if (!ReferenceEquals(model, _model) && config.Model.Watch)
            memory.LearnAll(memory.Folder); // the watch has tried what has come
        // The next start tries again what this one could not play.
        SavedModels saved = memory.Save(config.Model.File ?? "", model is { IsCopy: false } ? model.Path : "");
        FileError error = folder.Configs.Keep(load.Text.Span);
        if (error.IsNone && model is not null)
            error = folder.Models.Keep(model.Path, model.Stamp.Checksum!.Value);
        return error.IsNone ? folder.Write(new SavedState(settings, config.EngineSettings, saved)) : error;
    }

    [LoggerMessage(LogLevel.Warning, "the state cannot be kept: {Error}; a restart begins as the configuration says")]
    private partial void LogNotKept(FileError error);
}

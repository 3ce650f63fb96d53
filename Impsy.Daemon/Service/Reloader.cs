using System.Diagnostics;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Inference;

namespace Impsy.Daemon.Service;

/// <summary>
/// Lets an edited configuration take over while the instrument plays: between two events, without losing the ports of
/// which nothing has changed. A configuration with a mistake is told and refused, and the one before plays on. One
/// thread of ordinary priority.
/// </summary>
/// <param name="overrides">Of the command line, which count instead of the file.</param>
/// <param name="reload">Asks for another reload; does not wait for it.</param>
internal sealed partial class Reloader(
    ConfigOverrides overrides, InstrumentParts parts, InstrumentStatus status, Performer performer, ModelMemory memory,
    Action reload) : IDisposable
{
    private readonly ILogger _logger = parts.Logger;

    private Setup Current => status.Setup!;

    public void Reload()
    {
        Stopwatch watch = Stopwatch.StartNew();
        ConfigLoad load = ConfigFile.Load(Current.Config.Path, overrides);
        foreach (ConfigProblem problem in load.Problems)
            Tell(problem);
        if (load.Config is not { } config)
        {
            Refuse(load.Problems.First(problem => !problem.IsWarning).ToString());
            return;
        }
        try
        {
            ModelChange change = Choose(config.Model, config.Path, out string trouble);
            if (change.IsNone && load.Text.Span.SequenceEqual(Current.Load.Text.Span))
                LogNothing();
            else
                TakeOver(load, change, watch);
            status.TellReload(isRefused: false, trouble);
        }
        catch (Exception failure) when (failure is ModelException or IOException)
        {
            LogTrouble(failure.Message); // while the setup was built: nothing has changed
            Refuse(failure.Message);
        }
    }

    public void Dispose() => status.Setup?.Dispose();

    private void Refuse(string trouble)
    {
        status.TellReload(isRefused: true, trouble);
        LogRefused();
    }

    private void Tell(ConfigProblem problem)
    {
        if (problem.IsWarning)
            LogWarning(problem);
        else
            LogMistake(problem);
    }

    /// <param name="trouble">Why the model that is meant does not play; empty when it does.</param>
    /// <exception cref="ModelException">There is none that fits the configuration.</exception>
    private ModelChange Choose(ModelConfig config, string configPath, out string trouble)
    {
        trouble = "";
        InteractionEngine engine = status.Engine;
        string? before = Current.Config.Model.File;
        bool fits = config.Dimension is null || config.Dimension == engine.Dimension;
        if (config.File is null)
        {
            return before is null && fits ? ModelChange.None
                : new ModelChange(ModelFile.Load(config, configPath, Environment.TickCount), null);
        }
        LoadedModel? playing = parts.Models.Playing;
        try
        {
            string path = ModelChoice.Choose(
                config.File, configPath, memory.Recall(before ?? "", playing?.Path ?? ""), config.Dimension);
            if (fits && path == playing?.Path && new ModelStamp(playing.Stamp.Name, -1).IsSameAs(playing.Stamp, path))
                return ModelChange.None;
            LoadedModel model = ModelFile.Open(path, config.Dimension, Environment.TickCount);
            return new ModelChange(model.Predictor, model);
        }
        catch (ModelException refusal) when (fits)
        {
            trouble = refusal.Message;
            LogModelRefused(refusal.Message); // the rest of the configuration need not wait for its model
            return ModelChange.None;
        }
    }

    private void TakeOver(ConfigLoad load, ModelChange change, Stopwatch watch)
    {
        Setup before = Current;
        int dimension = change.Predictor?.Dimension ?? status.Engine.Dimension;
        Setup next = new(load, dimension, parts, before);
        next.Connect(performer, status);
        next.StartLog();
        IPredictor? retired = null;
        Handover handover = new(next.Rack.Inputs, now =>
        {
            performer.Switch(now, next.Rack.Outputs, next.Rack.Routes, next.Log);
            return Change(now, before.Config, next.Config, change.Predictor, out retired);
        });
        if (!status.Loop.TryHandOver(handover))
        {
            next.DisposeNew();
            change.Predictor?.Dispose();
            return; // the end has come meanwhile
        }
        if (!change.IsNone)
            (parts.Models.Playing, parts.Models.Current) = (change.Model, change.Model?.Name ?? "random walk");
        status.Setup = next;
        next.Start(reload);
        retired?.Dispose();
        memory.LearnAll(next.ModelsFolder);
        (int kept, int added) = next.Rack.Counts;
        LogDone(watch.ElapsedMilliseconds, kept, added);
        if (change.Predictor is { } predictor)
            LogModel(change.Model?.Path ?? "the random walk", predictor.Metadata.Describe());
    }

    /// <summary>Performance thread.</summary>
    private InteractionEngine Change(
        long now, InstrumentConfig before, InstrumentConfig config, IPredictor? predictor, out IPredictor? retired)
    {
        InteractionEngine engine = status.Engine;
        EngineSettings settings = SavedState.Resume(
            config.EngineSettings, before.EngineSettings, engine.Settings, _ => false);
        retired = null;
        if (predictor is null || predictor.Dimension == engine.Dimension)
        {
            if (predictor is not null)
                retired = engine.SwapModel(now, predictor);
            engine.Reconfigure(now, settings);
            return engine;
        }
        retired = engine.Predictor;
        engine.Stop();
        InteractionEngine another = new(predictor.Dimension, predictor, settings, performer);
        another.Start(now);
        return another;
    }

    [LoggerMessage(LogLevel.Information, "reloaded in {Milliseconds} ms; channels kept: {Kept}, opened: {Added}")]
    private partial void LogDone(long milliseconds, int kept, int added);

    [LoggerMessage(LogLevel.Information, "reloaded: nothing has changed")]
    private partial void LogNothing();

    [LoggerMessage(LogLevel.Information, "model {Path}: {Description}")]
    private partial void LogModel(string path, string description);

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private partial void LogWarning(ConfigProblem problem);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogMistake(ConfigProblem problem);

    [LoggerMessage(LogLevel.Error, "the configuration cannot be taken over: {Problem}")]
    private partial void LogTrouble(string problem);

    [LoggerMessage(LogLevel.Error, "the model is refused, the one before plays on: {Reason}")]
    private partial void LogModelRefused(string reason);

    [LoggerMessage(LogLevel.Error, "the configuration is refused, the one before plays on")]
    private partial void LogRefused();
}

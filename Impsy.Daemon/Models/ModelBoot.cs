using Impsy.Daemon.Config;
using Impsy.Daemon.Service;
using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>The model to begin with: the one that is meant, else the last that worked, else none.</summary>
internal sealed partial class ModelBoot(ILogger logger)
{
    // The files of Python IMPSY say 0.01; at that a residual model, whose means are "stay where you are", hardly moves.
    private const float FreezingTemperature = 0.1f;

    /// <summary>Why the model that is meant does not play; empty when it does.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>A predictor to begin with, and the file it is of.</summary>
    /// <param name="saved">What is known from before; null: nothing.</param>
    /// <param name="good">The last model that worked; null: it is not kept.</param>
    /// <returns>No predictor: nothing can be played; no model: it is a random walk.</returns>
    public (IPredictor? Predictor, LoadedModel? Model) Load(
        ModelConfig config, string configPath, SavedModels? saved, GoodCopy? good)
    {
        if (config.File is null)
            return (Told(ModelFile.Load(config, configPath, Environment.TickCount), "the random walk", config), null);
        LoadedModel? model = TryOpen(() => ModelChoice.Choose(config.File, configPath, saved, config.Dimension), config);
        if (model is null && good?.Find() is { } copy && TryOpen(() => copy, config) is { } kept)
        {
            model = kept with { IsCopy = true };
            LogLastGood(copy);
        }
        if (model is null)
            LogNoModel();
        return (model is null ? null : Told(model.Predictor, model.Path, config), model);
    }

    private LoadedModel? TryOpen(Func<string> choose, ModelConfig config)
    {
        try
        {
            return ModelFile.Open(choose(), config.Dimension, Environment.TickCount);
        }
        catch (ModelException refusal)
        {
            LogRefused(refusal.Message);
            Refusal = refusal.Message;
            return null;
        }
    }

    private IPredictor Told(IPredictor predictor, string path, ModelConfig config)
    {
        ModelMetadata model = predictor.Metadata;
        LogModel(path, model.Describe());
        if (model.Residual && config.SigmaTemperature < FreezingTemperature)
            LogFreezing(config.SigmaTemperature.Value, model.Suggested.Sigma);
        return predictor;
    }

    [LoggerMessage(LogLevel.Information, "model {Path}: {Description}")]
    private partial void LogModel(string path, string description);

    [LoggerMessage(LogLevel.Warning, "sigmatemp {Sigma} nearly freezes this model; it suggests {Suggested}")]
    private partial void LogFreezing(float sigma, float suggested);

    [LoggerMessage(LogLevel.Error, "the model cannot be played: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Warning, "the last good model plays instead: {Path}")]
    private partial void LogLastGood(string path);

    [LoggerMessage(LogLevel.Error, "no model, so only thru and logging")]
    private partial void LogNoModel();
}

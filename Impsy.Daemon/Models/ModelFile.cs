using Impsy.Daemon.Config;
using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>Finds and loads the model that a configuration names.</summary>
internal static class ModelFile
{
    private static readonly string[] s_formatsOfPythonImpsy = [".tflite", ".keras", ".h5"];

    /// <summary>
    /// Where a file of [model] file stands. A relative name is looked for in the working folder, beside the
    /// configuration, and beside the executable. Of a model of Python IMPSY the .onnx of the same name is taken.
    /// </summary>
    /// <exception cref="ModelException">It is nowhere: says where it was looked for, and what would help.</exception>
    public static string Find(string file, string configPath)
    {
        bool foreign = s_formatsOfPythonImpsy.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
        string wanted = foreign ? Path.ChangeExtension(file, ".onnx") : file;
        string[] folders =
        [
            Environment.CurrentDirectory,
            Path.GetDirectoryName(Path.GetFullPath(configPath)) ?? "/",
            AppContext.BaseDirectory,
        ];
        foreach (string folder in folders)
        {
            string path = Path.Combine(folder, wanted);
            if (File.Exists(path))
                return path;
        }
        string places = string.Join(", ", folders.Distinct().Select(f => Path.GetDirectoryName(Path.Combine(f, wanted))).Distinct());
        throw new ModelException(file, foreign
            ? $"a model of Python IMPSY is converted first: impsy-trainer import {file} (no {Path.GetFileName(wanted)} in {places})"
            : $"not found in {places}");
    }

    /// <summary>
    /// Loads and tries a model: what cannot predict once is not a model. An absent file name gives the stand-in.
    /// </summary>
    /// <exception cref="ModelException">It cannot be found, read or played, or has another dimension.</exception>
    public static IPredictor Load(ModelConfig config, string configPath, int seed)
    {
        if (config.File is null)
            return new RandomWalk(config.Dimension ?? throw new ModelException("[model]", "neither file nor dimension"), seed);
        return Load(Find(config.File, configPath), config.Dimension, seed);
    }

    /// <param name="dimension">What it must have, or null for any.</param>
    /// <exception cref="ModelException">It cannot be read or played, or has another dimension.</exception>
    public static IPredictor Load(string path, int? dimension, int seed)
    {
        MdrnnModel model = MdrnnModel.Load(path, seed);
        try
        {
            if (dimension is { } wanted && wanted != model.Dimension)
                throw new ModelException(path, $"dimension: expected {wanted}, as the configuration says, found {model.Dimension}");
            float[] predicted = new float[model.Dimension];
            model.Predict(model.Metadata.Start.AsSpan(), new Temperatures(1, 1), predicted);
            model.Reset();
            return model;
        }
        catch
        {
            model.Dispose(); // it never left this method
            throw;
        }
    }
}

using Impsy.Daemon.Config;
using Impsy.Hardware.Linux;
using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>Finds and loads the model that a configuration names.</summary>
internal static class ModelFile
{
    private static readonly string[] s_formatsOfPythonImpsy = [".tflite", ".keras", ".h5"];

    /// <summary>
    /// Where a file of [model] file stands. A relative name is looked for in the working folder, beside the
    /// configuration, and beside the executable. Of a model of Python IMPSY the .onnx of the same name is taken, of a
    /// folder its newest.
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
            if (Directory.Exists(path) && Newest(path) is { } newest)
                return newest;
        }
        string[] paths = [.. folders.Select(folder => Path.Combine(folder, wanted)).Distinct()];
        if (Array.Exists(paths, Directory.Exists))
            throw new ModelException(file, $"no .onnx file in {string.Join(", ", paths.Where(Directory.Exists))}");
        string places = string.Join(", ", paths.Select(Path.GetDirectoryName));
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

    /// <summary>
    /// The .onnx file that came last into a folder, whatever time its copy claims to be from: copying a model there is
    /// how it is chosen. Hidden files are none; of several at once, which a fresh disk image has, the last by name.
    /// </summary>
    /// <returns>Null when there is none, or the folder may not be read.</returns>
    private static string? Newest(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.onnx")
                .Where(path => Path.GetFileName(path)[0] != '.')
                .Select(path => (Path: path, Known: FileChange.TryGetTime(path, out long time).IsNone, Time: time))
                .Where(model => model.Known) // gone since, or a link to nothing
                .OrderBy(model => model.Time)
                .ThenBy(model => model.Path, StringComparer.Ordinal)
                .Select(model => model.Path)
                .LastOrDefault();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using Impsy.Daemon.Config;
using Impsy.Daemon.Service;
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
        string place = Locate(file, configPath);
        if (!Directory.Exists(place))
            return place;
        return ModelFolder.List(place) is [.., ModelStamp newest]
            ? Path.Combine(place, newest.Name)
            : throw new ModelException(file, $"no .onnx file in {place}");
    }

    /// <summary>Like <see cref="Find"/>, but of a folder that has models the folder itself.</summary>
    /// <inheritdoc cref="Find"/>
    public static string Locate(string file, string configPath)
    {
        bool foreign = IsForeign(file);
        string wanted = foreign ? Path.ChangeExtension(file, ".onnx") : file;
        string[] paths = Places(wanted, configPath);
        foreach (string path in paths)
        {
            if (File.Exists(path) || ModelFolder.List(path).Count > 0)
                return path;
        }
        if (Array.Exists(paths, Directory.Exists))
            throw new ModelException(file, $"no .onnx file in {string.Join(", ", paths.Where(Directory.Exists))}");
        string places = string.Join(", ", paths.Select(Path.GetDirectoryName));
        throw new ModelException(file, foreign
            ? $"a model of Python IMPSY is converted first: impsy-trainer import {file} (no {Path.GetFileName(wanted)} in {places})"
            : $"not found in {places}");
    }

    /// <summary>The folder that models are asked for in, also when there is none yet.</summary>
    public static string FolderOf(string file, string configPath)
    {
        string place;
        try
        {
            place = Locate(file, configPath);
        }
        catch (ModelException)
        {
            return LookOut(file, configPath).Folder;
        }
        return Directory.Exists(place) ? place : Path.GetDirectoryName(place)!;
    }

    /// <summary>
    /// Where a model is to be copied, for it to play: the first place of those where <see cref="Find"/> looks that has
    /// the folder, even if a model was found in another.
    /// </summary>
    /// <returns>The folder, and the one file in it that is meant; null: any.</returns>
    public static (string Folder, string? Only) LookOut(string file, string configPath)
    {
        string wanted = IsForeign(file) ? Path.ChangeExtension(file, ".onnx") : file;
        string[] paths = Places(wanted, configPath);
        string? only = Path.GetExtension(wanted) == ".onnx" ? Path.GetFileName(wanted) : null;
        string[] folders = only is null ? paths : [.. paths.Select(path => Path.GetDirectoryName(path)!)];
        return (Array.Find(folders, Directory.Exists) ?? folders[0], only);
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
    public static IPredictor Load(string path, int? dimension, int seed) => Open(path, dimension, seed).Predictor;

    /// <inheritdoc cref="Load(string, int?, int)"/>
    public static LoadedModel Open(string path, int? dimension, int seed)
    {
        // The time first: what is written from now on makes it another file.
        _ = FileChange.TryGetTime(path, out long changed);
        byte[] bytes = Read(path);
        MdrnnModel model = MdrnnModel.Load(bytes, path, seed);
        try
        {
            if (dimension is { } wanted && wanted != model.Dimension)
                throw new ModelException(path, $"dimension: expected {wanted}, as the configuration says, found {model.Dimension}");
            float[] predicted = new float[model.Dimension];
            model.Predict(model.Metadata.Start.AsSpan(), new Temperatures(1, 1), predicted);
            model.Reset();
            return new LoadedModel(model, path, new ModelStamp(Path.GetFileName(path), changed, Checksum.Of(bytes)));
        }
        catch
        {
            model.Dispose(); // it never left this method
            throw;
        }
    }

    /// <summary>Where a name may stand, the likeliest place first.</summary>
    private static string[] Places(string wanted, string configPath)
    {
        string[] folders =
        [
            Environment.CurrentDirectory,
            Path.GetDirectoryName(Path.GetFullPath(configPath)) ?? "/",
            AppContext.BaseDirectory,
        ];
        return [.. folders.Select(folder => Path.Combine(folder, wanted)).Distinct()];
    }

    private static bool IsForeign(string file) =>
        s_formatsOfPythonImpsy.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, $"cannot be read: {failure.Message}");
        }
    }
}

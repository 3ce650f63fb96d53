using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Models;

/// <summary>The models in a folder: its .onnx files, hidden ones left out.</summary>
internal static class ModelFolder
{
    /// <summary>
    /// In the order in which they came, whatever time their copies claim to be from; of several at once, which a fresh
    /// disk image has, by name.
    /// </summary>
    /// <returns>None when the folder cannot be read.</returns>
    public static IReadOnlyList<ModelStamp> List(string folder)
    {
        List<ModelStamp> models = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder).Where(path => IsModel(Path.GetFileName(path))))
            {
                if (FileChange.TryGetTime(path, out long changed).IsNone) // otherwise gone since, or a link to nothing
                    models.Add(new ModelStamp(Path.GetFileName(path), changed));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
        return [.. models.OrderBy(model => model.ChangedNs).ThenBy(model => model.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Without those whose name says that they have another dimension, as names of our form do; all when none is left,
    /// for then one of them is to be refused aloud.
    /// </summary>
    /// <param name="dimension">Null: any will do.</param>
    public static IReadOnlyList<ModelStamp> Fitting(IReadOnlyList<ModelStamp> models, int? dimension)
    {
        ModelStamp[] fitting =
        [
            .. models.Where(model => dimension is null || !model.Name.Contains("-dim", StringComparison.Ordinal)
                || model.Name.Contains($"-dim{dimension}-", StringComparison.Ordinal)),
        ];
        return fitting.Length > 0 ? fitting : models;
    }

    /// <summary>Whether a file of this name is a model. One with a dot before its name is being copied.</summary>
    public static bool IsModel(string name) => name.EndsWith(".onnx", StringComparison.Ordinal) && name[0] != '.';
}

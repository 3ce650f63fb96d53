using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>Which file plays, at the start and after a reload.</summary>
internal static class ModelChoice
{
    /// <summary>
    /// Copying a model over is how it is chosen: of a folder, a file that was not there before plays, and otherwise
    /// what played before, and otherwise the newest. Of a file that is as it was, another that was chosen while it
    /// played goes on playing, unless the configuration has changed its mind.
    /// </summary>
    /// <param name="file">[model] file.</param>
    /// <param name="saved">Null: nothing is known.</param>
    /// <exception cref="ModelException">There is none: says where it was looked for, and what would help.</exception>
    /// <param name="dimension">What the configuration says; null: nothing, so any model of a folder will do.</param>
    public static string Choose(string file, string configPath, SavedModels? saved, int? dimension = null)
    {
        string place = ModelFile.Locate(file, configPath);
        bool isFolder = Directory.Exists(place);
        string folder = isFolder ? place : Path.GetDirectoryName(place)!;
        IReadOnlyList<ModelStamp> there = ModelFolder.Fitting(ModelFolder.List(folder), dimension);
        if (isFolder && there.Count == 0)
            throw new ModelException(file, $"no .onnx file in {folder}");
        ModelStamp[] unknown = [.. there.Where(model => !IsKnown(model, folder, saved))];
        return isFolder
            ? Path.Combine(folder, OfFolder(folder, there, unknown, saved).Name)
            : OfFile(file, place, unknown, saved);
    }

    private static ModelStamp OfFolder(
        string folder, IReadOnlyList<ModelStamp> there, ModelStamp[] unknown, SavedModels? saved) =>
        unknown.LastOrDefault()
        ?? there.FirstOrDefault(model => Path.Combine(folder, model.Name) == saved?.Playing)
        ?? there[^1];

    private static string OfFile(string file, string place, ModelStamp[] unknown, SavedModels? saved)
    {
        bool isAsBefore = saved?.Configured == file
            && Array.TrueForAll(unknown, model => model.Name != Path.GetFileName(place));
        return isAsBefore && File.Exists(saved!.Playing) ? saved.Playing : place;
    }

    private static bool IsKnown(ModelStamp model, string folder, SavedModels? saved) =>
        saved?.Folder == folder
        && saved.Known.Any(before => model.IsSameAs(before, Path.Combine(folder, model.Name)));
}

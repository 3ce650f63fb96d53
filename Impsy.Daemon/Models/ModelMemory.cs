namespace Impsy.Daemon.Models;

/// <summary>
/// Which models are old acquaintances: those that were there at the start, and those that were tried since. What is
/// none of them at the next start, or at a reload, has been copied there to be played. One thread.
/// </summary>
internal sealed class ModelMemory
{
    private string _folder;
    private IReadOnlyList<ModelStamp> _known;

    /// <param name="folder">Where the models are, now.</param>
    /// <param name="before">What was known before, so that not every file need be read.</param>
    public ModelMemory(string folder, SavedModels? before)
    {
        _folder = folder;
        _known = Recall(ModelFolder.List(folder), before?.Folder == folder ? before.Known : []);
    }

    public string Folder => _folder;

    /// <summary>Looks again: everything that is there now is known.</summary>
    public void LearnAll(string folder)
    {
        _known = Recall(ModelFolder.List(folder), folder == _folder ? _known : []);
        _folder = folder;
    }

    /// <summary>For the state file.</summary>
    /// <param name="configured">[model] file.</param>
    /// <param name="playing">The file that plays; empty: none.</param>
    /// <returns>With the checksums of all that are still as they were.</returns>
    public SavedModels Save(string configured, string playing)
    {
        _known = [.. _known.Select(WithChecksum)];
        return Recall(configured, playing);
    }

    /// <summary>For a choice.</summary>
    public SavedModels Recall(string configured, string playing) => new(configured, _folder, playing, _known);

    private static IReadOnlyList<ModelStamp> Recall(
        IReadOnlyList<ModelStamp> there, IReadOnlyList<ModelStamp> before) =>
        [.. there.Select(model =>
            before.FirstOrDefault(b => b.Name == model.Name && b.ChangedNs == model.ChangedNs) ?? model)];

    private ModelStamp WithChecksum(ModelStamp model) =>
        model.Checksum is null && ModelStamp.TryRead(Path.Combine(_folder, model.Name)) is { } read
            && read.ChangedNs == model.ChangedNs
            ? read
            : model;
}

namespace Impsy.Daemon.Models;

/// <summary>What is known of the models from before: from the last start, or from before a reload.</summary>
/// <param name="Configured">[model] file, as the configuration said it then; empty: a random walk.</param>
/// <param name="Folder">Where the models were.</param>
/// <param name="Playing">The file that played; empty: none.</param>
/// <param name="Known">The models of the folder that have been there, or have been tried since.</param>
internal sealed record SavedModels(
    string Configured, string Folder, string Playing, IReadOnlyList<ModelStamp> Known);

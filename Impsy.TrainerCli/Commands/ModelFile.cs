using Impsy.Inference;

namespace Impsy.TrainerCli.Commands;

/// <summary>A model file, whole in memory and known to play.</summary>
/// <param name="Path">As the owner named it.</param>
internal sealed record ModelFile(string Path, byte[] Bytes, ModelMetadata Metadata)
{
    /// <exception cref="ModelException">It is no model that can be played.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ModelFile Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using MdrnnModel model = MdrnnModel.Load(bytes, path, seed: 0);
        return new ModelFile(path, bytes, model.Metadata);
    }
}

using System.IO.Compression;
using System.Text;
using Impsy.Inference;
using Impsy.TrainerCli.Import.Hdf5;

namespace Impsy.TrainerCli.Import.Keras;

/// <summary>A .keras file: a zip of config.json and model.weights.h5.</summary>
internal static class KerasArchive
{
    /// <summary>Larger than any network that plays on a small board.</summary>
    private const long LargestEntry = 1 << 28;

    /// <summary>Deflate cannot do better than 1032 to 1, so who claims more lies.</summary>
    private const long DeflateLimit = 1032;

    /// <exception cref="InvalidDataException">No such archive, or no such network in it.</exception>
    public static ImportedModel Read(byte[] file)
    {
        try
        {
            using ZipArchive archive = new(new MemoryStream(file), ZipArchiveMode.Read);
            byte[] weights = ReadEntry(archive, "model.weights.h5")
                ?? throw new InvalidDataException("is a zip archive without model.weights.h5: no .keras model");
            byte[]? config = ReadEntry(archive, "config.json");
            (GateActivation gates, string reason) = KerasGates.From(
                config is null ? null : Encoding.UTF8.GetString(config), version: null);
            return new ImportedModel(KerasWeights.ReadNetwork(Hdf5File.Open(weights)), gates, reason);
        }
        catch (Exception failure) when (failure is IOException or NotSupportedException)
        {
            throw new InvalidDataException($"is a damaged .keras file: {failure.Message}", failure);
        }
    }

    private static byte[]? ReadEntry(ZipArchive archive, string name)
    {
        if (archive.GetEntry(name) is not ZipArchiveEntry entry)
            return null;
        if (entry.Length > LargestEntry || entry.Length > (entry.CompressedLength + 64) * DeflateLimit)
            throw new InvalidDataException($"claims {entry.Length} bytes for {name}");
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length)
            throw new InvalidDataException($"ends within {name}");
        return content;
    }
}

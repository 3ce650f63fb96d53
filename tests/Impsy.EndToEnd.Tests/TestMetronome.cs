using Impsy.Inference;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.EndToEnd.Tests;

/// <summary>Models whose events are always equally far apart.</summary>
internal static class TestMetronome
{
    /// <returns>The file.</returns>
    public static byte[] Write(float seconds, int dimension = 9)
    {
        (MdrnnWeights weights, ModelMetadata metadata) = Metronome.Make(seconds, dimension);
        using MemoryStream file = new();
        OnnxModelWriter.Write(weights, metadata, metadata.Quantization, file);
        return file.ToArray();
    }
}

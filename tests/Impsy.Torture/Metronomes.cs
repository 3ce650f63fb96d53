using Impsy.Inference;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.Torture;

/// <summary>Models whose events are always equally far apart, so that every departure is the instrument's.</summary>
internal static class Metronomes
{
    /// <summary>For <see cref="TestStage.Model"/>: beside the configuration, where it is looked for.</summary>
    public const string FileName = "metronome.onnx";

    /// <summary>Writes one into the stage's folder.</summary>
    public static void Write(TestStage stage, float seconds)
    {
        (MdrnnWeights weights, ModelMetadata metadata) = Metronome.Make(seconds, dimension: 9);
        using FileStream file = new(Path.Combine(stage.Folder, FileName), FileMode.Create);
        OnnxModelWriter.Write(weights, metadata, metadata.Quantization, file);
    }
}

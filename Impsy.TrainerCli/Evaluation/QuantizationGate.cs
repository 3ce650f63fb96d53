using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>
/// Measures what 8-bit weights cost a model. A long dt in the input can take the whole range of the first layer's
/// 8-bit input, so some models need that layer in float32; which ones, only a measurement tells.
/// </summary>
internal static class QuantizationGate
{
    /// <param name="weights">Float32.</param>
    /// <param name="takes">Best those that were kept back from training.</param>
    /// <returns>Float32 first; then all layers int8, and then the first layer float32.</returns>
    public static IReadOnlyList<QuantizationTrial> Measure(
        MdrnnWeights weights, ModelMetadata metadata, IReadOnlyList<Take> takes)
    {
        QuantizationTrial basis = Try("float32", Quantization.None, false, double.NaN);
        double bits = basis.Score.BitsPerEvent;
        return
        [
            basis,
            Try("int8, all layers", Quantization.Int8, false, bits),
            Try("int8, first layer float32", Quantization.Int8, true, bits),
        ];

        QuantizationTrial Try(string name, Quantization quantization, bool floatFirstLayer, double reference)
        {
            using MemoryStream stream = new();
            OnnxModelWriter.Write(weights, metadata, quantization, stream, floatFirstLayer);
            byte[] file = stream.ToArray();
            using MdrnnModel model = MdrnnModel.Load(file, name, seed: 1);
            TakeScorer scorer = new(model);
            TakeScore score = TakeScore.Total(name, [.. scorer.ScoreAll(takes)]);
            double loss = double.IsNaN(reference) ? 0 : 100 * (score.BitsPerEvent - reference) / reference;
            return new QuantizationTrial(name, floatFirstLayer, score, loss, scorer.MicrosecondsPerStep, file.Length);
        }
    }

    /// <summary>All layers int8 is the faster on every machine that was measured, so it goes first.</summary>
    /// <param name="trials">Of <see cref="Measure"/>.</param>
    /// <param name="maxLoss">Percent of the float32 model's bits per event.</param>
    /// <returns>Null when neither is good enough.</returns>
    public static QuantizationTrial? Choose(IReadOnlyList<QuantizationTrial> trials, double maxLoss) =>
        trials.Skip(1).FirstOrDefault(trial => trial.LossPercent <= maxLoss);
}

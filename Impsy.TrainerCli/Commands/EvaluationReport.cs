using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;
using Impsy.TrainerCli.Report;

namespace Impsy.TrainerCli.Commands;

/// <summary>The report of an evaluation, with what 8-bit weights would cost the model.</summary>
internal static class EvaluationReport
{
    /// <param name="seed">That the evaluation was taken with.</param>
    /// <param name="output">Is told the verdict.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(
        string path, ModelFile file, IReadOnlyList<Take> takes, ModelEvaluation evaluation, int seed, TextWriter output)
    {
        ModelReport report = ReportMeasurement.Take(file.Bytes, file.Path, takes, evaluation, seed, learnt: []);
        IReadOnlyList<QuantizationTrial> trials = Quantize(file, takes);
        if (trials.Count != 0)
        {
            report = report with
            {
                Trials = trials,
                ChosenTrial = QuantizationGate.Choose(trials, TrainedModel.MaxQuantizationLoss),
            };
        }
        OutputFile.Write(path, stream => ReportPage.Write(report, stream));
        output.WriteLine();
        output.WriteLine($"{path}: {Verdict.Of(report).Headline}");
    }

    /// <returns>None where the weights are of 8 bits already, or not where our files have them.</returns>
    private static IReadOnlyList<QuantizationTrial> Quantize(ModelFile file, IReadOnlyList<Take> takes)
    {
        MdrnnWeights weights;
        try
        {
            weights = OnnxModelReader.Read(file.Bytes, file.Metadata);
        }
        catch (InvalidDataException)
        {
            return []; // it plays, and that is all that a report needs
        }
        return QuantizationGate.Measure(
            weights, file.Metadata, FirstEvents.Of(takes, TrainedModel.MeasuredEvents));
    }
}

using System.Globalization;
using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;
using Impsy.TrainerCli.Report;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>What a training leaves in its folder: a float32 model, one of 8 bits, a checkpoint, a report.</summary>
internal sealed class TrainedModel
{
    /// <summary>Percent of the bits per event that 8-bit weights may cost.</summary>
    public const double MaxQuantizationLoss = 0.5;

    /// <summary>Events that the models are measured on: enough for a figure, and seconds even for size xl.</summary>
    public const int MeasuredEvents = 20_000;

    /// <summary>That the model plays alone, as impsy-trainer evaluate has it.</summary>
    private const int PlayedEvents = 3000;

    private const int Seed = 1; // as there

    private readonly string _folder;
    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly IReadOnlyList<Take> _source;
    private readonly ModelMetadata _metadata;

    /// <param name="source">All takes, of which the data are some.</param>
    public TrainedModel(
        TrainRequest request, IReadOnlyList<Take> source, TrainingData data, TrainingOptions options)
    {
        _folder = request.Destination;
        _data = data;
        _options = options;
        _source = source;
        _metadata = new ModelMetadata
        {
            Dimension = data.Dimension,
            Layers = options.Layers,
            Units = options.Units,
            Mixtures = options.Mixtures,
            Scale = EventCoding.Scale,
            Residual = options.Coding.Residual,
            DtLog = options.Coding.LogTime,
            DtMax = EventCoding.DtMax,
            Grid = data.Values.Grid,
            Start = [.. data.Values.Start],
            Events = data.TrainingRows,
            Title = request.Title,
            Source = request.Author,
        };
    }

    public string CheckpointPath => PathOf("-checkpoint.npz");

    public string ReportPath => PathOf("-report.html");

    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteCheckpoint(TrainingState state) =>
        OutputFile.Write(CheckpointPath, stream => Checkpoint.Write(state, stream));

    /// <summary>Measures the model as files through ONNX Runtime; writes those that are good, and the report.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    /// <param name="lossTurn">See <see cref="ModelReport.LossTurn"/>.</param>
    public void Write(
        MdrnnWeights weights, IReadOnlyList<HistoryPoint> history, double? lossTurn, TextWriter output)
    {
        IReadOnlyList<Take> measured = FirstEvents.Of(_data.Validation, MeasuredEvents);
        IReadOnlyList<QuantizationTrial> trials = QuantizationGate.Measure(weights, _metadata, measured);
        string path = Write(weights, Quantization.None, trials[0], output);
        QuantizationTrial? chosen = QuantizationGate.Choose(trials, MaxQuantizationLoss);
        if (chosen is null)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"no 8-bit model: it would lose {trials.Skip(1).Min(trial => trial.LossPercent):0.0} % " +
                $"(at most {MaxQuantizationLoss} %)"));
        }
        else
        {
            Write(weights, Quantization.Int8, chosen, output);
        }
        byte[] file = File.ReadAllBytes(path);
        ModelEvaluation evaluation = ModelEvaluation.Of(file, path, measured, PlayedEvents, Seed);
        ModelReport report = ReportMeasurement.Take(file, path, measured, evaluation, Seed, _data.Training) with
        {
            Trials = trials,
            ChosenTrial = chosen,
            Takes = Roles(),
            History = history,
            LossTurn = lossTurn,
            Options = _options,
        };
        OutputFile.Write(ReportPath, stream => ReportPage.Write(report, stream));
        output.WriteLine($"{ReportPath}: {Verdict.Of(report).Headline}");
    }

    private string Write(MdrnnWeights weights, Quantization quantization, QuantizationTrial trial, TextWriter output)
    {
        ModelMetadata metadata = _metadata with
        {
            Quantization = quantization,
            BitsPerEvent = Math.Round(trial.Score.BitsPerEvent, 3),
            Created = CreationTime.Text,
        };
        string path = Path.Combine(_folder, metadata.FileName);
        OutputFile.Write(path, stream =>
            OnnxModelWriter.Write(weights, metadata, quantization, stream, trial.FloatFirstLayer));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {trial.Name}, {trial.Score.BitsPerEvent:0.000} bits per event, " +
            $"{new FileInfo(path).Length} bytes"));
        return path;
    }

    private string PathOf(string ending) =>
        Path.Combine(_folder, Path.GetFileNameWithoutExtension(_metadata.FileName) + ending);

    /// <summary>In the order of the source; the parts of an only take are what it was cut into.</summary>
    private IReadOnlyList<(Take Take, TakeRole Role)> Roles()
    {
        HashSet<Take> training = [.. _data.Training];
        HashSet<Take> validation = [.. _data.Validation];
        if (!_source.Any(validation.Contains))
        {
            return
            [
                .. _data.Training.Select(take => (take, TakeRole.Training)),
                .. _data.Validation.Select(take => (take, TakeRole.Measured)),
            ];
        }
        return
        [
            .. _source.Select(take => (take, validation.Contains(take)
                ? TakeRole.Measured
                : training.Contains(take) ? TakeRole.Training : TakeRole.TooShort)),
        ];
    }
}

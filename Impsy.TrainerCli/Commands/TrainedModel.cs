using System.Globalization;
using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>What a training leaves in its folder: a model in float32, one of 8 bits, and a checkpoint.</summary>
internal sealed class TrainedModel
{
    /// <summary>Percent of the bits per event that 8-bit weights may cost.</summary>
    private const double MaxQuantizationLoss = 0.5;

    /// <summary>Events that the models are measured on: enough for a figure, and seconds even for size xl.</summary>
    private const long MeasuredEvents = 20_000;

    private readonly string _folder;
    private readonly TrainingData _data;
    private readonly ModelMetadata _metadata;

    public TrainedModel(TrainRequest request, TrainingData data, TrainingOptions options)
    {
        _folder = request.Destination;
        _data = data;
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

    public string CheckpointPath => Path.Combine(
        _folder, $"{Path.GetFileNameWithoutExtension(_metadata.FileName)}-checkpoint.npz");

    /// <summary>Now, not when hours of training are over.</summary>
    /// <exception cref="IOException">The folder cannot be made, or not be written to.</exception>
    public void PrepareFolder()
    {
        OutputFile.EnsureFolder(_folder);
        string probe = Path.Combine(_folder, ".impsy-trainer-writes-here");
        OutputFile.Write(probe, []);
        File.Delete(probe);
    }

    public void WriteCheckpoint(TrainingRun trainer)
    {
        TrainingState state = trainer.Snapshot();
        OutputFile.Write(CheckpointPath, stream => Checkpoint.Write(state, stream));
    }

    /// <summary>Measures the model as files through ONNX Runtime, and writes those that are good.</summary>
    public void Write(MdrnnWeights weights, TextWriter output)
    {
        IReadOnlyList<QuantizationTrial> trials = QuantizationGate.Measure(weights, _metadata, TakesToMeasure());
        Write(weights, Quantization.None, trials[0], output);
        if (QuantizationGate.Choose(trials, MaxQuantizationLoss) is QuantizationTrial chosen)
        {
            Write(weights, Quantization.Int8, chosen, output);
            return;
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"no 8-bit model: it would lose {trials.Skip(1).Min(trial => trial.LossPercent):0.0} % " +
            $"(at most {MaxQuantizationLoss} %)"));
    }

    private void Write(MdrnnWeights weights, Quantization quantization, QuantizationTrial trial, TextWriter output)
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
            $"{path}: {trial.Name}, {trial.Score.BitsPerEvent:0.000} bits per event, {trial.FileBytes} bytes"));
    }

    private List<Take> TakesToMeasure()
    {
        List<Take> takes = [];
        long events = 0;
        foreach (Take take in _data.Validation)
        {
            if (events >= MeasuredEvents)
                break;
            takes.Add(take);
            events += take.RowCount - 1;
        }
        return takes;
    }
}

using System.CommandLine;
using System.Globalization;
using Impsy.Inference;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer quantize: a float32 model becomes an int8 one, if it does not suffer from it.</summary>
internal sealed class QuantizeCommand
{
    private const string Name = "quantize";

    private const string Examples = """

        Measures the model with all its LSTM layers in 8 bits, and with all but the first, on performances, and writes
        the faster of those that lose no more than --max-loss. When neither does, nothing is written.

        Examples:
          impsy-trainer quantize model.onnx --source held-out/
              Best on takes that were kept back from training.
          impsy-trainer quantize model.onnx --source logs/ --max-loss 1 --out small.onnx
              May lose one percent.
        """;

    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "A float32 model file." };

    private readonly Option<string> _source = new("--source", "-S")
    {
        Description = "A folder of logs, a log, or a dataset (.npz) to measure on.",
        HelpName = "SOURCE",
        Required = true,
    };

    private readonly Option<double> _maxLoss = new("--max-loss")
    {
        Description = "How many percent more bits per event it may need.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => 0.5,
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The model file to write [default: beside the other, by its shape].",
        HelpName = "MODEL.onnx",
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        QuantizeCommand quantize = new();
        Command command = new(Name, "Makes an 8-bit model of a float32 one, if it stays as good.")
        {
            quantize._model,
            quantize._source,
            quantize._maxLoss,
            quantize._out,
        };
        command.SetAction(parsed => quantize.Run(parsed, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        double maxLoss = parsed.GetValue(_maxLoss);
        if (!(maxLoss >= 0))
        {
            error.WriteLine($"impsy-trainer {Name}: --max-loss: expected 0 or more percent");
            return TrainerCommand.Misused;
        }
        ModelFile model = ModelFile.Read(parsed.GetRequiredValue(_model));
        MdrnnWeights weights = ReadWeights(model);
        string source = parsed.GetRequiredValue(_source);
        TakeSource takes = TakeSource.Read(source, model.Metadata.Dimension);
        if (takes.Takes.All(take => take.RowCount < 2))
            throw new InvalidDataException($"{source}: holds no event that follows another: nothing to measure on");
        IReadOnlyList<QuantizationTrial> trials =
            QuantizationGate.Measure(weights, model.Metadata, takes.Takes);
        Print(trials, output);
        if (QuantizationGate.Choose(trials, maxLoss) is not QuantizationTrial chosen)
        {
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"impsy-trainer: {model.Path}: both lose more than {maxLoss} %: nothing written"));
            return TrainerCommand.Failed;
        }
        Write(model, weights, chosen, parsed.GetValue(_out), output);
        return TrainerCommand.Done;
    }

    private static MdrnnWeights ReadWeights(ModelFile model)
    {
        try
        {
            return OnnxModelReader.Read(model.Bytes, model.Metadata);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{model.Path}: {failure.Message}", failure);
        }
    }

    private static void Print(IReadOnlyList<QuantizationTrial> trials, TextWriter output)
    {
        output.WriteLine($"on {trials[0].Score.Events} events           bits   more by    bytes  us per event");
        foreach (QuantizationTrial trial in trials)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.Name,-25} {trial.Score.BitsPerEvent,7:0.000} {trial.LossPercent,7:0.00} % " +
                $"{trial.FileBytes,8} {trial.MicrosecondsPerStep,13:0.0}"));
        }
    }

    private static void Write(
        ModelFile model, MdrnnWeights weights, QuantizationTrial chosen, string? path, TextWriter output)
    {
        ModelMetadata metadata = model.Metadata with
        {
            Quantization = Quantization.Int8,
            // A figure there was measured, and this one was measured now.
            BitsPerEvent = model.Metadata.BitsPerEvent is null ? null : Math.Round(chosen.Score.BitsPerEvent, 3),
            Created = CreationTime.Text,
        };
        path ??= Path.Combine(Path.GetDirectoryName(model.Path) ?? "", metadata.FileName);
        OutputFile.Write(path, stream =>
            OnnxModelWriter.Write(weights, metadata, Quantization.Int8, stream, chosen.FloatFirstLayer));
        output.WriteLine($"{path}: {chosen.Name}; {metadata.Describe()}, {new FileInfo(path).Length} bytes");
    }
}

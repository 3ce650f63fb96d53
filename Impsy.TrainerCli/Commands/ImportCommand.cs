using System.CommandLine;
using System.Globalization;
using Impsy.Inference;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Import;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer import: a model of Python IMPSY becomes a model file.</summary>
internal sealed class ImportCommand
{
    private const string Name = "import";

    private const string Examples = """

        The gates of an LSTM were computed in another way (hard_sigmoid) by the Keras that most published models were
        trained with, and no .keras or .tflite file tells. A model with the wrong gates plays, but badly.

        Examples:
          impsy-trainer import musicMDRNN-dim9-layers2-units64-mixtures5-scale10.h5 --source logs/
              Tries both kinds of gates on performances, and takes those that predict better.
          impsy-trainer import old.tflite --gates hard_sigmoid --out old.onnx
              For who knows.
        """;

    private readonly Argument<string> _model = new("MODEL") { Description = "A .h5, .keras or .tflite file." };

    private readonly Option<string> _gates = new("--gates")
    {
        Description = "How it computes its gates.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _source = new("--source", "-S")
    {
        Description = "For --gates auto: a folder of logs, a log, or a dataset (.npz) to try both on.",
        HelpName = "SOURCE",
    };

    private readonly Option<int> _grid = new("--grid")
    {
        Description = "Steps of a control from 0 to 1: 127, 128, or 0 for none.",
        HelpName = "STEPS",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The model file to write [default: in this folder, by its shape].",
        HelpName = "MODEL.onnx",
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        ImportCommand import = new();
        import._gates.AcceptOnlyFromAmong("auto", "sigmoid", "hard_sigmoid");
        Command command = new(Name, "Makes a model file of one of Python IMPSY's (.h5, .keras, .tflite).")
        {
            import._model,
            import._gates,
            import._source,
            import._grid,
            import._out,
        };
        command.SetAction(parsed => import.Run(parsed, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        string path = parsed.GetRequiredValue(_model);
        string asked = parsed.GetValue(_gates) ?? "auto";
        string? source = parsed.GetValue(_source);
        if (source is not null && asked != "auto")
            return Refuse(error, ["--source goes with --gates auto only"]);
        ImportedModel imported = ModelImporter.Read(path);
        ModelMetadata basis = MetadataOf(imported.Weights) with
        {
            Grid = parsed.GetValue(_grid),
            Title = Path.GetFileNameWithoutExtension(path),
        };
        if (basis.Check() is { Count: not 0 } mistakes)
            return Refuse(error, mistakes);
        (ModelMetadata metadata, string reason) = asked switch
        {
            "sigmoid" => (basis with { Gates = GateActivation.Sigmoid }, "as told"),
            "hard_sigmoid" => (basis with { Gates = GateActivation.HardSigmoid }, "as told"),
            _ when source is not null => Measure(imported.Weights, basis, source),
            _ => (basis with { Gates = imported.Gates }, imported.Reason),
        };
        string target = parsed.GetValue(_out) ?? metadata.FileName;
        OutputFile.Write(
            target, stream => OnnxModelWriter.Write(imported.Weights, metadata, Quantization.None, stream));
        output.WriteLine($"gates {NameOf(metadata.Gates)}: {reason}");
        if (asked == "auto" && source is null)
            output.WriteLine("to be sure, give performances by --source, and both will be measured");
        output.WriteLine($"{target}: {metadata.Describe()}, {new FileInfo(target).Length} bytes");
        return TrainerCommand.Done;
    }

    /// <summary>Python IMPSY's models: scaled by 10, not residual, played near their means.</summary>
    private static ModelMetadata MetadataOf(MdrnnWeights weights)
    {
        float[] start = new float[weights.Dimension];
        start.AsSpan(1).Fill(0.5f);
        return new ModelMetadata
        {
            Dimension = weights.Dimension,
            Layers = weights.Layers.Count,
            Units = weights.Units,
            Mixtures = weights.Mixtures,
            Start = [.. start],
            Suggested = new Temperatures(0.01f, 1), // what all its examples say
            Created = CreationTime.Text,
            Source = "Imported from Python IMPSY",
        };
    }

    private static (ModelMetadata Metadata, string Reason) Measure(
        MdrnnWeights weights, ModelMetadata basis, string source)
    {
        TakeSource takes = TakeSource.Read(source, weights.Dimension);
        if (takes.Takes.All(take => take.RowCount < 2))
            throw new InvalidDataException($"{source}: holds no event that follows another: nothing to measure on");
        double sigmoid = Bits(GateActivation.Sigmoid);
        double hard = Bits(GateActivation.HardSigmoid);
        GateActivation better = hard < sigmoid ? GateActivation.HardSigmoid : GateActivation.Sigmoid;
        (double won, double lost) = hard < sigmoid ? (hard, sigmoid) : (sigmoid, hard);
        return (basis with { Gates = better }, string.Create(
            CultureInfo.InvariantCulture, $"{won:0.0} bits per event on {source}, against {lost:0.0} with the others"));

        double Bits(GateActivation gates)
        {
            using MemoryStream stream = new();
            OnnxModelWriter.Write(weights, basis with { Gates = gates }, Quantization.None, stream);
            using MdrnnModel model = MdrnnModel.Load(stream.ToArray(), NameOf(gates), seed: 1);
            return TakeScore.Total("all", [.. new TakeScorer(model).ScoreAll(takes.Takes)]).BitsPerEvent;
        }
    }

    private static string NameOf(GateActivation gates) =>
        gates == GateActivation.HardSigmoid ? "hard_sigmoid" : "sigmoid";

    private static int Refuse(TextWriter error, IReadOnlyList<string> mistakes)
    {
        foreach (string mistake in mistakes)
            error.WriteLine($"impsy-trainer {Name}: {mistake}");
        return TrainerCommand.Misused;
    }
}

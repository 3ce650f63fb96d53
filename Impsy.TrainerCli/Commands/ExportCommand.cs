using System.CommandLine;
using Impsy.Inference;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// impsy-trainer export: weights become a model file, or a metronome does. The file is loaded and run before it is
/// put in its place, so what is written plays; and it replaces an older one in one move, so that an instrument that
/// starts meanwhile finds one or the other.
/// </summary>
internal static class ExportCommand
{
    private const string Examples = """

        Examples:
          impsy-trainer export --weights weights.npz --residual --grid 127 --quantize int8 --out model.onnx
              A model from a residual network trained on seven-bit controllers, with 8-bit weights.
          impsy-trainer export --weights old.npz --gates hard_sigmoid --out model.onnx
              Weights that were trained in the way of the models published with Python IMPSY.
          impsy-trainer export --weights checkpoint.npz --out net.npz
              Only the network out of a checkpoint, without what goes on with the training.
          impsy-trainer export --metronome 0.05 --dimension 9 --out metronome.onnx
              A model whose events are always exactly 50 ms apart, for measuring an instrument.
        """;

    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("export", "Writes a model file (ONNX) from weights, or a metronome.");
        ExportOptions options = new();
        options.AddTo(command);
        command.SetAction(parsed => Export(parsed, options, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private static int Export(ParseResult parsed, ExportOptions options, TextWriter output, TextWriter error)
    {
        IReadOnlyList<string> misuse = options.Misuse(parsed);
        if (misuse.Count != 0)
            return Refuse(misuse, error);
        (MdrnnWeights weights, ModelMetadata basis) = options.IsMetronome(parsed)
            ? Metronome.Make(options.MetronomeSeconds(parsed), options.MetronomeDimension(parsed))
            : FromWeights(options.WeightsPath(parsed));
        if (options.OutPath(parsed).EndsWith(".npz", StringComparison.Ordinal))
            return ExportWeights(weights, options.OutPath(parsed), output);
        ModelMetadata metadata = options.Apply(parsed, basis);
        if (metadata.Check() is { Count: not 0 } mistakes)
            return Refuse(mistakes, error);

        using MemoryStream stream = new();
        OnnxModelWriter.Write(weights, metadata, metadata.Quantization, stream, options.FloatFirstLayer(parsed));
        byte[] bytes = stream.ToArray();
        string path = options.OutPath(parsed);
        using (MdrnnModel model = MdrnnModel.Load(bytes, path, seed: 0))
            model.Step(metadata.Start.AsSpan());
        OutputFile.Write(path, bytes);
        output.WriteLine($"{path}: {metadata.Describe()}, {bytes.Length} bytes");
        return TrainerCommand.Done;
    }

    private static int ExportWeights(MdrnnWeights weights, string path, TextWriter output)
    {
        OutputFile.Write(path, stream => WeightsFile.Write(weights, stream));
        output.WriteLine($"{path}: {new FileInfo(path).Length} bytes");
        return TrainerCommand.Done;
    }

    private static (MdrnnWeights Weights, ModelMetadata Metadata) FromWeights(string path)
    {
        MdrnnWeights weights = MdrnnWeights.Load(path);
        if (!weights.AreFinite())
            throw new InvalidDataException($"{path}: has weights that are no finite numbers: the training has failed");
        float[] start = new float[weights.Dimension];
        start.AsSpan(1).Fill(0.5f);
        return (weights, new ModelMetadata
        {
            Dimension = weights.Dimension,
            Layers = weights.Layers.Count,
            Units = weights.Units,
            Mixtures = weights.Mixtures,
            Start = [.. start],
        });
    }

    private static int Refuse(IReadOnlyList<string> mistakes, TextWriter error)
    {
        foreach (string mistake in mistakes)
            error.WriteLine($"impsy-trainer export: {mistake}");
        return TrainerCommand.Misused;
    }
}

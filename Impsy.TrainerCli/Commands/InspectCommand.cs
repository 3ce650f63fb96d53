using System.CommandLine;
using System.Globalization;
using Impsy.Inference;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer inspect: everything that a model file says of itself.</summary>
internal static class InspectCommand
{
    private const string Examples = """

        Examples:
          impsy-trainer inspect model.onnx
              Whether it plays, its metadata, its operators, and the shape and size of its weights.
        """;

    public static Command Create(TextWriter output)
    {
        Argument<string> path = new("MODEL.onnx") { Description = "The model file." };
        Command command = new("inspect", "Tells what is in a model file.") { path };
        command.SetAction(parsed => Inspect(ModelFile.Read(parsed.GetRequiredValue(path)), output));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private static int Inspect(ModelFile model, TextWriter output)
    {
        output.WriteLine($"{model.Path}: {model.Metadata.Describe()}, {model.Bytes.Length} bytes");
        if (Path.GetFileName(model.Path) != model.Metadata.FileName)
            output.WriteLine($"by its shape it would be called {model.Metadata.FileName}");
        output.WriteLine();
        foreach ((string key, string value) in model.Metadata.Properties())
            output.WriteLine($"  {key[ModelMetadata.Prefix.Length..],-15} {value}");
        output.WriteLine();
        OnnxFile onnx = OnnxFile.Read(model.Bytes);
        output.WriteLine($"  operators       {string.Join(" ", onnx.Nodes)}");
        long weights = 0;
        foreach (OnnxWeights tensor in onnx.Weights)
        {
            long count = tensor.Shape.Aggregate(1L, (total, size) => total * size);
            weights += count;
            output.WriteLine($"  {tensor.Name,-22} {tensor.Description,-24} {tensor.Data.Length,8} bytes");
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {onnx.Weights.Count} tensors, {weights} numbers"));
        return TrainerCommand.Done;
    }
}

using System.CommandLine;
using System.Globalization;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Datasets;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer dataset: logs become a dataset, and what is in them is told.</summary>
internal sealed class DatasetCommand
{
    private const string Name = "dataset";

    private const string Examples = """

        Examples:
          impsy-trainer dataset --dimension 9
              The logs *-9d-mdrnn.log in logs/ become datasets/training-dataset-9d.npz.
          impsy-trainer dataset -S /media/stick/logs -O . -F tuesday.npz
              From elsewhere to elsewhere; the dimension is that of the logs found there.
          impsy-trainer dataset -D 9 --gap 0
              Keeps every pause, however long. Otherwise a pause of over 5 s ends a take.
        """;

    private readonly Option<int> _dimension = new("--dimension", "-D")
    {
        Description = "Values per event, 2 to 65: the time, and then the controls [default: that of the logs].",
        HelpName = "D",
    };

    private readonly Option<string> _source = new("--source", "-S")
    {
        Description = "The folder of the logs, or one log.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "logs",
    };

    private readonly Option<string> _destination = new("--destination", "-O")
    {
        Description = "The folder to write to; made where there is none.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "datasets",
    };

    private readonly Option<string> _filename = new("--filename", "-F")
    {
        Description = "The file to write there [default: training-dataset-{D}d.npz].",
        HelpName = "FILE.npz",
    };

    private readonly Option<double> _gap = new("--gap")
    {
        Description = "A pause of more seconds than this ends a take; 0 for never.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 5,
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        DatasetCommand dataset = new();
        Command command = new(Name, "Makes a dataset (.npz) for training from the logs of performances.");
        foreach (Option option in new Option[]
            { dataset._dimension, dataset._source, dataset._destination, dataset._filename, dataset._gap })
        {
            command.Add(option);
        }
        command.SetAction(parsed => dataset.Run(parsed, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        string source = parsed.GetRequiredValue(_source);
        double gap = parsed.GetValue(_gap);
        int dimension = parsed.GetValue(_dimension);
        if (parsed.GetResult(_dimension) is { Implicit: false } && dimension is < 2 or > 65)
            return Refuse(error, $"--dimension: expected 2 to 65, found {dimension}");
        if (!(gap >= 0))
        {
            return Refuse(
                error, string.Create(CultureInfo.InvariantCulture, $"--gap: expected 0 or more, found {gap}"));
        }
        if (dimension == 0 && !TryFindDimension(source, out dimension, out string mistake))
            return Refuse(error, mistake);

        LogReading reading =
            TakeSource.ReadLogs(source, dimension, gap == 0 ? double.PositiveInfinity : gap);
        string folder = parsed.GetRequiredValue(_destination);
        OutputFile.EnsureFolder(folder);
        string path = Path.Combine(folder, parsed.GetValue(_filename) ?? $"training-dataset-{dimension}d.npz");
        OutputFile.Write(path, stream => DatasetWriter.Write(reading.Takes, stream));
        DatasetReport.Write(reading, output);
        output.WriteLine($"{path}: {dimension}d, {new FileInfo(path).Length} bytes");
        return TrainerCommand.Done;
    }

    private static bool TryFindDimension(string source, out int dimension, out string mistake)
    {
        dimension = 0;
        mistake = $"{source} is not there: say --source";
        if (File.Exists(source))
        {
            dimension = TakeSource.DimensionOf(source) ?? 0;
            mistake = $"the name of {source} tells no dimension: say --dimension";
        }
        else if (Directory.Exists(source))
        {
            IReadOnlyList<int> found = TakeSource.DimensionsIn(source);
            dimension = found.Count == 1 ? found[0] : 0;
            mistake = found.Count == 0
                ? $"{source} has no log *-{{D}}d-mdrnn.log: say --source"
                : $"{source} has logs of dimension {string.Join(" and ", found)}: say --dimension";
        }
        return dimension != 0;
    }

    private static int Refuse(TextWriter error, string mistake)
    {
        error.WriteLine($"impsy-trainer {Name}: {mistake}");
        return TrainerCommand.Misused;
    }
}

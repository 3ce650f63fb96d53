using System.CommandLine;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// impsy-trainer evaluate: how well a model file predicts what people played, and how it plays alone.
/// </summary>
internal sealed class EvaluateCommand
{
    private const string Name = "evaluate";

    private const string Examples = """

        Bits per event say how surprised the model was at what was really played: lower is better. They fall into those
        for when (dt) and those for what (controls). An event that was held for impossible costs 200.

        Examples:
          impsy-trainer evaluate model.onnx logs/
              On all logs of the model's dimension in a folder; best on takes that were kept back from training.
          impsy-trainer evaluate model.onnx logs/2026-05-01T20-00-00-9d-mdrnn.log --json
              For a program: one object with bits_per_event, bits_dt, bits_controls, events, takes and free_run.
        """;

    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The model file." };

    private readonly Argument<string> _source = new("SOURCE")
    {
        Description = "A folder of logs, a log, or a dataset (.npz).",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object and nothing else." };

    private readonly Option<int> _play = new("--play")
    {
        Description = "Events that the model plays alone, 1 to 1000000.",
        HelpName = "EVENTS",
        DefaultValueFactory = _ => 3000,
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Of the playing alone.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _runs = new("--runs")
    {
        Description = "Lets it play alone for long, so many times (1 to 1000); exits with 1 if it is not like the player.",
        HelpName = "COUNT",
    };

    private readonly Option<double> _minutes = new("--minutes")
    {
        Description = "How long each of the --runs is, in the model's time.",
        DefaultValueFactory = _ => 30,
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        EvaluateCommand evaluate = new();
        Command command = new(Name, "Measures a model on performances, in bits per event, and lets it play alone.")
        {
            evaluate._model,
            evaluate._source,
            evaluate._json,
            evaluate._play,
            evaluate._seed,
            evaluate._runs,
            evaluate._minutes,
        };
        command.SetAction(parsed => evaluate.Run(parsed, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        int play = parsed.GetValue(_play);
        int seed = parsed.GetValue(_seed);
        if (play is < 1 or > 1_000_000)
        {
            error.WriteLine($"impsy-trainer {Name}: --play: expected 1 to 1000000, found {play}");
            return TrainerCommand.Misused;
        }
        if (MisuseOfRuns(parsed) is string mistake)
        {
            error.WriteLine($"impsy-trainer {Name}: {mistake}");
            return TrainerCommand.Misused;
        }
        ModelFile file = ModelFile.Read(parsed.GetRequiredValue(_model));
        string source = parsed.GetRequiredValue(_source);
        TakeSource takes = TakeSource.Read(source, file.Metadata.Dimension);
        if (takes.Takes.All(take => take.RowCount < 2))
            throw new InvalidDataException($"{source}: holds no event that follows another: nothing to predict");
        ModelEvaluation evaluation = ModelEvaluation.Of(file.Bytes, file.Path, takes.Takes, play, seed);
        if (parsed.GetValue(_json))
        {
            output.WriteLine(EvaluationText.ToJson(evaluation, file.Metadata, seed));
            return TrainerCommand.Done;
        }
        output.WriteLine($"{file.Path}: {file.Metadata.Describe()}");
        foreach (string remark in takes.Remarks)
            output.WriteLine(remark);
        output.WriteLine();
        EvaluationText.Write(evaluation, file.Metadata, seed, output);
        return AreRunsFine(parsed, file, takes, output) ? TrainerCommand.Done : TrainerCommand.Failed;
    }

    private string? MisuseOfRuns(ParseResult parsed)
    {
        if (parsed.GetResult(_runs) is null or { Implicit: true })
            return parsed.GetResult(_minutes) is null or { Implicit: true } ? null : "--minutes goes with --runs only";
        if (parsed.GetValue(_json))
            return "--runs does not go with --json";
        if (parsed.GetValue(_runs) is < 1 or > 1000)
            return $"--runs: expected 1 to 1000, found {parsed.GetValue(_runs)}";
        return parsed.GetValue(_minutes) is >= 0.1 and <= 1440
            ? null
            : FormattableString.Invariant($"--minutes: expected 0.1 to 1440, found {parsed.GetValue(_minutes)}");
    }

    private bool AreRunsFine(ParseResult parsed, ModelFile file, TakeSource takes, TextWriter output)
    {
        int count = parsed.GetValue(_runs);
        if (count == 0)
            return true;
        double minutes = parsed.GetValue(_minutes);
        IReadOnlyList<LongRun> runs = LongRun.OfModel(file.Bytes, file.Path, takes.Takes, count, 60 * minutes);
        LongRun player = LongRun.OfPlayer(takes.Takes, file.Metadata.DtMax);
        output.WriteLine();
        return LongRunText.Write(runs, player, minutes, file.Metadata.Suggested, output);
    }
}

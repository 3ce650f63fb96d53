using System.CommandLine;
using System.Globalization;
using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Generation;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer generate: a model plays alone into a log, and into a MIDI file.</summary>
internal sealed class GenerateCommand
{
    private const string Name = "generate";

    private const string Examples = """

        The log has the model's rows (rnn), so no dataset will take them for a player's. In the MIDI file control n is
        controller n on channel 1, 0 to 127, sent when it changes.

        Examples:
          impsy-trainer generate model.onnx --seconds 120 --seed 7
              Two minutes, from the model's own start, into a log in this folder.
          impsy-trainer generate model.onnx --prime logs/2026-05-01T20-00-00-9d-mdrnn.log --out on.log --midi on.mid
              Goes on where a player stopped.
          impsy-trainer generate model.onnx --sigmatemp 0.8 --pitemp 0.9
              Calmer than the model suggests.
        """;

    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The model file." };

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long, in the model's time: 0.001 to 86400.",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<string> _prime = new("--prime")
    {
        Description = "A log or dataset: the model hears the end of its last take first.",
        HelpName = "LOG",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The same seed plays the same.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<float> _sigma = new("--sigmatemp")
    {
        Description = "0 to 10: how far from the expected it strays [default: what the model suggests].",
        HelpName = "T",
    };

    private readonly Option<float> _pi = new("--pitemp")
    {
        Description = "0 to 10: how often the unlikely happens [default: what the model suggests].",
        HelpName = "T",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The log to write [default: by time and dimension, in this folder].",
        HelpName = "LOG",
    };

    private readonly Option<string> _midi = new("--midi")
    {
        Description = "A Standard MIDI File to write, too.",
        HelpName = "FILE.mid",
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        GenerateCommand generate = new();
        Command command = new(Name, "Lets a model play alone, into a log and a MIDI file.")
        {
            generate._model,
            generate._seconds,
            generate._prime,
            generate._seed,
            generate._sigma,
            generate._pi,
            generate._out,
            generate._midi,
        };
        command.SetAction(parsed => generate.Run(parsed, output, error));
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        double seconds = parsed.GetValue(_seconds);
        if (Misuse(parsed, seconds) is string mistake)
        {
            error.WriteLine($"impsy-trainer {Name}: {mistake}");
            return TrainerCommand.Misused;
        }
        using MdrnnModel model = MdrnnModel.Load(parsed.GetRequiredValue(_model), parsed.GetValue(_seed));
        Temperatures suggested = model.Metadata.Suggested;
        Temperatures temperatures = new(
            IsGiven(parsed, _sigma) ? parsed.GetValue(_sigma) : suggested.Sigma,
            IsGiven(parsed, _pi) ? parsed.GetValue(_pi) : suggested.Pi);
        Take? prime = parsed.GetValue(_prime) is string path
            ? TakeSource.Read(path, model.Dimension).Takes[^1]
            : null;
        Take played = FreeRun.Play(
            model, prime is null ? null : End(prime), FreeRun.PrimeEvents, temperatures, (_, now) => now <= seconds);
        Save(parsed, played, output);
        Print(Playing.Of([played], model.Metadata.DtMax), played, output);
        return TrainerCommand.Done;
    }

    private string? Misuse(ParseResult parsed, double seconds)
    {
        if (!(seconds is >= 0.001 and <= 86400))
            return string.Create(CultureInfo.InvariantCulture, $"--seconds: expected 0.001 to 86400, found {seconds}");
        foreach (Option<float> option in new[] { _sigma, _pi })
        {
            float value = parsed.GetValue(option);
            if (!(value is >= 0 and <= 10))
                return string.Create(CultureInfo.InvariantCulture, $"{option.Name}: expected 0 to 10, found {value}");
        }
        return null;
    }

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    /// <summary>What was played last is what the model should go on from.</summary>
    private static Take End(Take take)
    {
        int rows = Math.Min(take.RowCount, FreeRun.PrimeEvents);
        return new Take(take.Name, take.Dimension, take.Rows[^(rows * take.Dimension)..].ToArray(), hasOpening: true);
    }

    private void Save(ParseResult parsed, Take played, TextWriter output)
    {
        DateTime start = CreationTime.Now;
        string log = parsed.GetValue(_out) ?? new LogFileName(start, played.Dimension).ToString();
        OutputFile.Write(log, stream => GeneratedLog.Write(played, start, stream));
        output.WriteLine($"{log}: {played.EventCount} events");
        if (parsed.GetValue(_midi) is not string midi)
            return;
        OutputFile.Write(midi, stream => MidiFile.Write(played, Path.GetFileNameWithoutExtension(midi), stream));
        output.WriteLine($"{midi}: {new FileInfo(midi).Length} bytes");
    }

    private static void Print(Playing playing, Take played, TextWriter output)
    {
        double seconds = 0;
        for (int row = 1; row < played.RowCount; row++)
            seconds += played.Rows[row * played.Dimension];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:0.0} s; {playing.EventsPerSecond:0.0} events per second, " +
            $"{playing.MovedPerEvent:0.00} controls moved by each, {playing.Alive} of {played.Dimension - 1} alive"));
    }
}

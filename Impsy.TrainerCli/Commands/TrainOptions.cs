using System.CommandLine;
using System.Globalization;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>The options of impsy-trainer train, and what they make of a recipe. One that is not given changes nothing.</summary>
internal sealed class TrainOptions
{
    private const int LargestDimension = 65;

    private readonly Option<int> _dimension = new("--dimension", "-D")
    {
        Description = "Values per event, 2 to 65: the time, and then the controls.",
        HelpName = "D",
    };

    private readonly Option<string> _source = new("--source", "-S")
    {
        Description = "What to learn: a folder of logs, a log, or a dataset (.npz).",
        HelpName = "PATH",
        Required = true,
    };

    private readonly Option<string> _size = new("--modelsize", "-M")
    {
        Description = "xxs, xs, s, m, l or xl: 16, 32, 64, 128, 256 units in 2 layers, or 512 in 3 [default: s].",
        HelpName = "SIZE",
    };

    private readonly Option<int> _epochs = Whole("--numepochs", "-N", "N", "Passes over all events, 1 to 1000000.");
    private readonly Option<long> _updates = new("--updates")
    {
        Description = "Or batches to learn from, 10 to 10000000 [default: 12000].",
        HelpName = "COUNT",
    };

    private readonly Option<int> _patience = Whole(
        "--patience", "-P", "N", "Validations without a better result before it stops, 1 to 10000 [default: 10].");

    private readonly Option<bool> _earlyStopping = new("--earlystopping")
    {
        Description = "Stops when patience is over [default: only with --recipe impsy].",
    };

    private readonly Option<bool> _noEarlyStopping = new("--no-earlystopping") { Description = "Does not." };

    private readonly Option<int> _batchSize = Whole(
        "--batchsize", "-B", "N", "Windows of 50 events to a batch, 1 to 4096 [default: 64].");

    private readonly Option<string> _destination = new("--destination", "-O")
    {
        Description = "The folder for models and checkpoint; made if it is not there [default: models].",
        HelpName = "FOLDER",
    };

    private readonly Option<int> _mixtures = Whole(
        "--mixtures", null, "M", "Components of the mixture, 1 to 64 [default: 24; recipe impsy: 5].");

    private readonly Option<int> _seed = Whole(
        "--seed", null, "N", "The same seed gives the same model, on any number of threads [default: 1].");

    private readonly Option<int> _threads = Whole("--threads", null, "N", "[default: one per processor].");
    private readonly Option<string> _resume = new("--resume")
    {
        Description = "Goes on from a checkpoint, with its options.",
        HelpName = "CHECKPOINT.npz",
    };

    private readonly Option<double> _timeLimit = new("--time-limit")
    {
        Description = "Shortens the training to end within so many minutes.",
        HelpName = "MINUTES",
    };

    private readonly Option<bool> _residual = new("--residual")
    {
        Description = "Learns how controls move, not where they stand [default, but for recipe impsy].",
    };

    private readonly Option<bool> _noResidual = new("--no-residual") { Description = "Learns where controls stand." };
    private readonly Option<string> _recipe = new("--recipe")
    {
        Description = "edge, or impsy: the way of Python IMPSY, for comparison [default: edge].",
        HelpName = "NAME",
    };

    private readonly Option<string> _dt = new("--dt")
    {
        Description = "Whether the network hears and says the time or its logarithm [default: log; impsy: linear].",
    };

    private readonly Option<float> _learningRate = Number("--learning-rate", "RATE", "At its peak, above 0 to 1.");
    private readonly Option<float> _dropout = Number("--dropout", "SHARE", "0 to 0.9 [default: 0.1].");
    private readonly Option<float> _permute = Number(
        "--permute", "SHARE",
        "Of windows in which controls trade places, 0 to 1 [default: 0.6; of up to 4 controls 0.2].");

    private readonly Option<float> _shift = Number(
        "--shift", "SHARE", "Of controls that are heard elsewhere, 0 to 1 [default: 0.3; of up to 4 controls 0.5].");

    private readonly Option<string> _validation = new("--validation")
    {
        Description = "Takes to keep back: every so many-th, from which on, counted from 0 [default: 8,6].",
        HelpName = "EVERY,FIRST",
    };

    private readonly Option<string> _title = new("--title") { Description = "What to call it.", HelpName = "TEXT" };
    private readonly Option<string> _whose = new("--author") { Description = "Whose playing it is.", HelpName = "TEXT" };

    /// <summary>Those that a checkpoint has decided.</summary>
    private readonly Option[] _ofTraining;

    public TrainOptions()
    {
        _size.AcceptOnlyFromAmong([.. ModelSize.All.Select(size => size.Name)]);
        _recipe.AcceptOnlyFromAmong("edge", "impsy");
        _dt.AcceptOnlyFromAmong("linear", "log");
        _ofTraining =
        [
            _dimension, _size, _epochs, _updates, _patience, _earlyStopping, _noEarlyStopping, _batchSize, _mixtures,
            _seed, _residual, _noResidual, _recipe, _dt, _learningRate, _dropout, _permute, _shift,
        ];
    }

    public void AddTo(Command command)
    {
        Option[] all = [_source, _destination, .. _ofTraining, _validation, _threads, _timeLimit, _resume, _title, _whose];
        foreach (Option option in all)
            command.Add(option);
    }

    /// <summary>What is asked for, if it can be.</summary>
    /// <param name="mistakes">All of them, when there is no request.</param>
    public TrainRequest? Read(ParseResult parsed, out IReadOnlyList<string> mistakes)
    {
        List<string> found = [];
        mistakes = found;
        bool resumes = IsGiven(parsed, _resume);
        CheckRanges(parsed, found);
        if (!resumes && !IsGiven(parsed, _dimension))
            found.Add("--dimension is missing");
        if (resumes)
        {
            found.AddRange(_ofTraining.Where(option => IsGiven(parsed, option))
                .Select(option => $"{option.Name} does not go with --resume, which has it from the checkpoint"));
        }
        CheckPair(parsed, _earlyStopping, _noEarlyStopping, found);
        CheckPair(parsed, _residual, _noResidual, found);
        CheckPair(parsed, _epochs, _updates, found);
        ValidationRule rule = ValidationRule.Default;
        if (parsed.GetValue(_validation) is string text && !ValidationRule.TryParse(text, out rule))
            found.Add($"--validation: expected two whole numbers like 8,6, the second below the first, found '{text}'");
        if (found.Count != 0)
            return null;
        return new TrainRequest
        {
            Source = parsed.GetRequiredValue(_source),
            Destination = parsed.GetValue(_destination) ?? "models",
            Dimension = parsed.GetValue(_dimension),
            Epochs = IsGiven(parsed, _epochs) ? parsed.GetValue(_epochs) : null,
            Options = resumes ? null : Apply(parsed),
            Validation = rule,
            Resume = parsed.GetValue(_resume),
            Threads = IsGiven(parsed, _threads) ? parsed.GetValue(_threads) : Environment.ProcessorCount,
            TimeLimit = IsGiven(parsed, _timeLimit) ? TimeSpan.FromMinutes(parsed.GetValue(_timeLimit)) : null,
            Title = parsed.GetValue(_title) ?? "",
            Author = parsed.GetValue(_whose) ?? "",
        };
    }

    private TrainingOptions Apply(ParseResult parsed)
    {
        ModelSize size = ModelSize.Find(parsed.GetValue(_size) ?? "s");
        TrainingOptions basis = parsed.GetValue(_recipe) == "impsy"
            ? TrainingOptions.Impsy(size.Units, size.Layers)
            : TrainingOptions.Edge(parsed.GetValue(_dimension), size.Units, size.Layers);
        bool residual = IsGiven(parsed, _residual) || (basis.Coding.Residual && !IsGiven(parsed, _noResidual));
        EventCoding coding = (parsed.GetValue(_dt), basis.Coding.LogTime) switch
        {
            ("log", false) => EventCoding.OfLogTime(residual),
            ("linear", true) => EventCoding.OfLinearTime(residual),
            _ => basis.Coding with { Residual = residual },
        };
        bool stopsEarly = IsGiven(parsed, _earlyStopping) ||
            (!IsGiven(parsed, _noEarlyStopping) && (basis.Patience > 0 || IsGiven(parsed, _patience)));
        return basis with
        {
            Mixtures = Or(parsed, _mixtures, basis.Mixtures),
            BatchSize = Or(parsed, _batchSize, basis.BatchSize),
            Updates = Or(parsed, _updates, basis.Updates),
            LearningRate = Or(parsed, _learningRate, basis.LearningRate),
            Dropout = Or(parsed, _dropout, basis.Dropout),
            Permute = Or(parsed, _permute, basis.Permute),
            Shift = Or(parsed, _shift, basis.Shift),
            Seed = Or(parsed, _seed, 1),
            Patience = stopsEarly ? Or(parsed, _patience, 10) : 0,
            Coding = coding,
        };
    }

    private void CheckRanges(ParseResult parsed, List<string> found)
    {
        Check(_dimension, 2, LargestDimension);
        Check(_epochs, 1, 1_000_000);
        Check(_updates, 10, 10_000_000);
        Check(_patience, 1, 10_000);
        Check(_batchSize, 1, 4096);
        Check(_mixtures, 1, 64);
        Check(_seed, 0, int.MaxValue);
        Check(_threads, 1, 1024);
        Check(_timeLimit, 0.01, 100_000);
        Check(_learningRate, 1e-9f, 1);
        Check(_dropout, 0, 0.9f);
        Check(_permute, 0, 1);
        Check(_shift, 0, 1);

        void Check<T>(Option<T> option, T least, T most)
            where T : struct, IComparable<T>
        {
            T value = parsed.GetValue(option);
            // Compared so that NaN, which comes before everything, is below the least.
            if (IsGiven(parsed, option) && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            {
                found.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{option.Name}: expected {least} to {most}, found {value}"));
            }
        }
    }

    private static void CheckPair(ParseResult parsed, Option one, Option other, List<string> found)
    {
        if (IsGiven(parsed, one) && IsGiven(parsed, other))
            found.Add($"{one.Name} and {other.Name} do not go together");
    }

    private static Option<int> Whole(string name, string? letter, string helpName, string description) =>
        new(name, letter is null ? [] : [letter]) { HelpName = helpName, Description = description };

    private static Option<float> Number(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static T Or<T>(ParseResult parsed, Option<T> option, T fallback)
        where T : struct => IsGiven(parsed, option) ? parsed.GetValue(option) : fallback;
}

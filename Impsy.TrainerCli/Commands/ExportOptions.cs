using System.CommandLine;
using System.Collections.Immutable;
using System.Globalization;
using Impsy.Inference;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// The options of impsy-trainer export and what they do to a model's metadata. An option that is not given changes
/// nothing, so the defaults are those of <see cref="ModelMetadata"/>.
/// </summary>
internal sealed class ExportOptions
{
    private readonly Option<string> _weights = new("--weights")
    {
        Description = "The network: lstm{l}.kernel, .recurrent, .bias and head.{mu,sigma,pi}.kernel, .bias.",
        HelpName = "FILE.npz",
    };

    private readonly Option<float> _metronome = new("--metronome")
    {
        Description = "Instead of weights: events always exactly this many seconds apart (0.001 to 3600).",
        HelpName = "SECONDS",
    };

    private readonly Option<int> _dimension = new("--dimension")
    {
        Description = "Values per event of the metronome, 2 to 65: the time, and then the controls.",
        HelpName = "D",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "The model file to write, or with the ending .npz the weights alone; an older one is replaced.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _quantize = new("--quantize")
    {
        Description = "How weights are stored [default: none].",
    };

    private readonly Option<bool> _floatFirstLayer = new("--float-first-layer")
    {
        Description = "With int8: keeps the first layer in float32.",
    };

    private readonly Option<bool> _residual = new("--residual")
    {
        Description = "The network's means of the controls are offsets from the current event.",
    };

    private readonly Option<string> _gates = new("--gates")
    {
        Description = "The function of the LSTM gates it was trained with [default: sigmoid].",
    };

    private readonly Option<string> _dt = new("--dt")
    {
        Description = "Whether the network hears and says the time or its natural logarithm [default: linear].",
    };

    private readonly Option<float> _dtMax = Number(
        "--dt-max", "SECONDS", "The longest time between events [default: 5].");

    private readonly Option<float> _floor = Number("--floor", "DEVIATION", "Added to every deviation [default: 0].");
    private readonly Option<int> _grid = new("--grid")
    {
        Description = "Steps of a control from 0 to 1: 127, 128, or 0 for none [default: 0].",
        HelpName = "STEPS",
    };

    private readonly Option<string> _start = Text(
        "--start", "V,V,...", "The event to start from [default: 0,0.5,0.5...].");

    private readonly Option<float> _sigma = Number(
        "--sigmatemp", "T", "Suggested sigma temperature, 0 to 10 [default: 1].");

    private readonly Option<float> _pi = Number("--pitemp", "T", "Suggested pi temperature, 0 to 10 [default: 1].");
    private readonly Option<long> _events = new("--events")
    {
        Description = "How many events it was trained on.",
        HelpName = "COUNT",
    };

    private readonly Option<double> _bits = new("--bits-per-event")
    {
        Description = "Its surprise on performances it has not seen.",
        HelpName = "BITS",
    };

    private readonly Option<string> _title = Text("--title", "TEXT", "What to call it.");
    private readonly Option<string> _source = Text("--source", "TEXT", "Whose playing and whose work it is.");
    private readonly Option<string> _created = Text(
        "--created", "TIME", "When, ISO 8601 [default: now, or what SOURCE_DATE_EPOCH says].");

    /// <summary>Those that say something of a network, which a metronome is not.</summary>
    private readonly Option[] _ofWeights;

    public ExportOptions()
    {
        _quantize.AcceptOnlyFromAmong("none", "fp16", "int8");
        _gates.AcceptOnlyFromAmong("sigmoid", "hard_sigmoid");
        _dt.AcceptOnlyFromAmong("linear", "log");
        _ofWeights =
        [
            _quantize, _floatFirstLayer, _residual, _gates, _dt, _dtMax, _floor, _grid, _start, _sigma, _pi, _events,
            _bits,
        ];
    }

    public void AddTo(Command command)
    {
        Option[] all = [_weights, _metronome, _dimension, _out, .. _ofWeights, _title, _source, _created];
        foreach (Option option in all)
            command.Add(option);
    }

    public bool IsMetronome(ParseResult parsed) => IsGiven(parsed, _metronome);

    public float MetronomeSeconds(ParseResult parsed) => parsed.GetValue(_metronome);

    public int MetronomeDimension(ParseResult parsed) => parsed.GetValue(_dimension);

    public string WeightsPath(ParseResult parsed) => parsed.GetRequiredValue(_weights);

    public string OutPath(ParseResult parsed) => parsed.GetRequiredValue(_out);

    public bool FloatFirstLayer(ParseResult parsed) => parsed.GetValue(_floatFirstLayer);

    /// <summary>Options that do not go together, and values that would make no model at all.</summary>
    public IReadOnlyList<string> Misuse(ParseResult parsed)
    {
        List<string> mistakes = [];
        if (IsMetronome(parsed) == IsGiven(parsed, _weights))
            mistakes.Add("give either --weights or --metronome");
        if (IsMetronome(parsed) != IsGiven(parsed, _dimension))
            mistakes.Add("--metronome and --dimension go together");
        if (IsMetronome(parsed))
        {
            if (MetronomeSeconds(parsed) is not (>= 0.001f and <= 3600))
                mistakes.Add($"--metronome: expected 0.001 to 3600 seconds, found {MetronomeSeconds(parsed)}");
            if (IsGiven(parsed, _dimension) && MetronomeDimension(parsed) is < 2 or > 65)
                mistakes.Add($"--dimension: expected 2 to 65, found {MetronomeDimension(parsed)}");
            mistakes.AddRange(_ofWeights.Where(option => IsGiven(parsed, option))
                .Select(option => $"{option.Name} does not go with --metronome"));
        }
        if (FloatFirstLayer(parsed) && parsed.GetValue(_quantize) != "int8")
            mistakes.Add("--float-first-layer goes with --quantize int8 only");
        if (IsGiven(parsed, _created) && !TryParseTime(parsed.GetValue(_created), out _))
            mistakes.Add($"--created: expected an ISO 8601 time, found '{parsed.GetValue(_created)}'");
        return mistakes;
    }

    /// <param name="metadata">The shape of the network, and defaults.</param>
    /// <returns>Not checked yet.</returns>
    public ModelMetadata Apply(ParseResult parsed, ModelMetadata metadata) => metadata with
    {
        Quantization = parsed.GetValue(_quantize) switch
        {
            "fp16" => Quantization.Fp16,
            "int8" => Quantization.Int8,
            _ => Quantization.None,
        },
        Residual = parsed.GetValue(_residual),
        Gates = parsed.GetValue(_gates) == "hard_sigmoid" ? GateActivation.HardSigmoid : GateActivation.Sigmoid,
        DtLog = parsed.GetValue(_dt) == "log",
        DtMax = Or(parsed, _dtMax, metadata.DtMax),
        Floor = Or(parsed, _floor, metadata.Floor),
        Grid = Or(parsed, _grid, metadata.Grid),
        Start = IsGiven(parsed, _start) ? ParseStart(parsed.GetValue(_start) ?? "") : metadata.Start,
        Suggested = new Temperatures(
            Or(parsed, _sigma, metadata.Suggested.Sigma), Or(parsed, _pi, metadata.Suggested.Pi)),
        Events = Or(parsed, _events, metadata.Events),
        BitsPerEvent = IsGiven(parsed, _bits) ? parsed.GetValue(_bits) : null,
        Title = parsed.GetValue(_title) ?? metadata.Title,
        Source = parsed.GetValue(_source) ?? metadata.Source,
        Created = Created(parsed),
    };

    private static Option<float> Number(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private static Option<string> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static T Or<T>(ParseResult parsed, Option<T> option, T fallback) where T : struct =>
        IsGiven(parsed, option) ? parsed.GetValue(option) : fallback;

    /// <summary>What is no number becomes NaN, which the check of the metadata reports.</summary>
    private static ImmutableArray<float> ParseStart(string text) => [.. text.Split(',').Select(ParseNumber)];

    private static float ParseNumber(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : float.NaN;

    private string Created(ParseResult parsed)
    {
        if (!IsGiven(parsed, _created) || !TryParseTime(parsed.GetValue(_created), out DateTimeOffset time))
            return CreationTime.Text;
        return time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    private static bool TryParseTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);
}

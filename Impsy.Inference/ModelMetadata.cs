using System.Collections.Immutable;
using System.Globalization;

namespace Impsy.Inference;

/// <summary>
/// What a model file says of itself besides its weights: everything needed to play it. Immutable. One that came out
/// of a file or through <see cref="Check"/> is valid; the ranges are those of <see cref="ModelMetadataReader"/>.
/// </summary>
public sealed record ModelMetadata
{
    /// <summary>The version of the contract between a model file and the instrument.</summary>
    public const int Format = 1;

    /// <summary>Before the name of each property in the file.</summary>
    public const string Prefix = "impsy.";

    /// <summary>Values per event, D: 2..65.</summary>
    public required int Dimension { get; init; }

    /// <summary>LSTM layers; 0 only for a predictor that is no network.</summary>
    public required int Layers { get; init; }

    /// <summary>U, of each layer.</summary>
    public required int Units { get; init; }

    /// <summary>Components of the mixture, M.</summary>
    public required int Mixtures { get; init; }

    /// <summary>The network speaks of values this many times as large as they are.</summary>
    public float Scale { get; init; } = 10;

    /// <summary>Added to every deviation, in scaled units.</summary>
    public float Floor { get; init; }

    /// <summary>Whether the means of the controls are offsets from the current event.</summary>
    public bool Residual { get; init; }

    public GateActivation Gates { get; init; }

    public Quantization Quantization { get; init; }

    /// <summary>Steps of a control between 0 and 1: 127 or 128; 0 when it moves freely.</summary>
    public int Grid { get; init; }

    /// <summary>Whether the means and deviations of dt are of ln(dt in seconds).</summary>
    public bool DtLog { get; init; }

    /// <summary>Seconds; a dt given to the model or drawn from it is no longer than this.</summary>
    public float DtMax { get; init; } = 5;

    /// <summary>(D) the event to start from when nobody has played yet, natural units.</summary>
    public required ImmutableArray<float> Start { get; init; }

    /// <summary>The temperatures to play it with where the owner says nothing.</summary>
    public Temperatures Suggested { get; init; } = new(1, 1);

    /// <summary>Events it was trained on; 0 when not known.</summary>
    public long Events { get; init; }

    /// <summary>On performances it has not seen (see <see cref="EventSurprise"/>); null when not measured.</summary>
    public double? BitsPerEvent { get; init; }

    /// <summary>When, ISO 8601 in UTC; empty when not known.</summary>
    public string Created { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>Whose playing and whose work this is.</summary>
    public string Source { get; init; } = "";

    /// <summary>Floats of the head's output: means (M, D), deviation pre-activations (M, D), logits (M).</summary>
    public int HeadLength => Mixtures * (2 * Dimension + 1);

    /// <summary>What such a file is called: musicMDRNN-dim9-layers2-units64-mixtures24-scale10-int8.onnx.</summary>
    public string FileName
    {
        get
        {
            string stored = Quantization == Quantization.None ? "" : $"-{QuantizationName(Quantization)}";
            string shape = $"dim{Dimension}-layers{Layers}-units{Units}-mixtures{Mixtures}";
            return $"musicMDRNN-{shape}-scale{Text(Scale)}{stored}.onnx";
        }
    }

    /// <summary>One line for a log, e.g. "9d, 2 x 64 LSTM, 24 mixtures, int8, 9.6 bits per event".</summary>
    public string Describe()
    {
        if (Layers == 0)
            return $"{Dimension}d, {Title}";
        string stored = Quantization == Quantization.None ? "fp32" : QuantizationName(Quantization);
        string mixtures = Mixtures == 1 ? "1 mixture" : $"{Mixtures} mixtures";
        string bits = BitsPerEvent is double measured
            ? string.Create(CultureInfo.InvariantCulture, $", {measured:0.0} bits per event")
            : "";
        return $"{Dimension}d, {Layers} x {Units} LSTM, {mixtures}, {stored}{bits}";
    }

    /// <summary>What the file's metadata_props hold, in this order. What is not known is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties()
    {
        List<KeyValuePair<string, string>> properties = [];
        Add("format", Text(Format));
        Add("dimension", Text(Dimension));
        Add("layers", Text(Layers));
        Add("units", Text(Units));
        Add("mixtures", Text(Mixtures));
        Add("scale", Text(Scale));
        Add("floor", Text(Floor));
        Add("residual", Residual ? "true" : "false");
        Add("gates", GatesName(Gates));
        Add("quantization", QuantizationName(Quantization));
        Add("grid", Text(Grid));
        Add("dt", DtLog ? "log" : "linear");
        Add("dt_max", Text(DtMax));
        Add("start", string.Join(',', Start.Select(value => Text(value))));
        Add("sigmatemp", Text(Suggested.Sigma));
        Add("pitemp", Text(Suggested.Pi));
        if (Events != 0)
            Add("events", Text(Events));
        if (BitsPerEvent is double bits)
            Add("bits_per_event", Text(bits));
        if (Created.Length != 0)
            Add("created", Created);
        if (Title.Length != 0)
            Add("title", Title);
        if (Source.Length != 0)
            Add("source", Source);
        return properties;

        void Add(string key, string value) => properties.Add(new(Prefix + key, value));
    }

    /// <summary>Everything in it that a model file may not say; empty when it is valid.</summary>
    public IReadOnlyList<string> Check()
    {
        Dictionary<string, string> properties = new(Properties());
        ModelMetadataReader reader = new(key => properties.GetValueOrDefault(key));
        _ = reader.Read();
        return reader.Mistakes;
    }

    internal static string GatesName(GateActivation gates) =>
        gates == GateActivation.HardSigmoid ? "hard_sigmoid" : "sigmoid";

    internal static string QuantizationName(Quantization quantization) => quantization switch
    {
        Quantization.Fp16 => "fp16",
        Quantization.Int8 => "int8",
        _ => "none",
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

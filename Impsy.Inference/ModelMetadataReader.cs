using System.Collections.Immutable;
using System.Globalization;

namespace Impsy.Inference;

/// <summary>
/// Reads and checks a model file's metadata. A wrong value is recorded and replaced by a harmless one, so that one
/// run reports every mistake. Range tests are written to be false for NaN.
/// </summary>
/// <param name="lookup">The value of a key of metadata_props; null when it is not there.</param>
internal sealed class ModelMetadataReader(Func<string, string?> lookup)
{
    private readonly List<string> _mistakes = [];

    /// <summary>"key: what was expected, what was found", in the order of reading.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Only meaningful when there are no <see cref="Mistakes"/>.</summary>
    public ModelMetadata Read()
    {
        if (lookup(ModelMetadata.Prefix + "format") is null)
        {
            // Some other network: every further complaint would only hide the reason.
            _mistakes.Add($"{ModelMetadata.Prefix}format: expected 1, found none: this is no model of IMPSY Edge");
            return new ModelMetadata { Dimension = 2, Layers = 1, Units = 1, Mixtures = 1, Start = [0, 0] };
        }
        _ = Whole("format", ModelMetadata.Format, ModelMetadata.Format);
        int dimension = Whole("dimension", 2, 65);
        float dtMax = Number("dt_max", 0.001f, 3600);
        return new ModelMetadata
        {
            Dimension = dimension,
            Layers = Whole("layers", 1, 8),
            Units = Whole("units", 1, 4096),
            Mixtures = Whole("mixtures", 1, 1024),
            Scale = Number("scale", 0.001f, 1000),
            Floor = Number("floor", 0, 10, fallback: "0"),
            Residual = Choice("residual", "false", "true") == 1,
            Gates = (GateActivation)Choice("gates", "sigmoid", "hard_sigmoid"),
            Quantization = (Quantization)Choice("quantization", "none", "fp16", "int8"),
            Grid = Grid(),
            DtLog = Choice("dt", "linear", "log") == 1,
            DtMax = dtMax,
            Start = Start(dimension, dtMax),
            Suggested = new Temperatures(Number("sigmatemp", 0, 10), Number("pitemp", 0, 10)),
            Events = Events(),
            BitsPerEvent = BitsPerEvent(),
            Created = Find("created") ?? "",
            Title = Find("title") ?? "",
            Source = Find("source") ?? "",
        };
    }

    private string? Find(string key) => lookup(ModelMetadata.Prefix + key);

    private void Mistake(string key, string expected, string? text)
    {
        string found = text is null ? "none" : $"'{text}'";
        _mistakes.Add($"{ModelMetadata.Prefix}{key}: expected {expected}, found {found}");
    }

    private int Whole(string key, int low, int high)
    {
        string? text = Find(key);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) &&
            value >= low && value <= high)
        {
            return value;
        }
        Mistake(key, low == high ? $"{low}" : $"a whole number {low}..{high}", text);
        return low;
    }

    private float Number(string key, float low, float high, string? fallback = null)
    {
        string? text = Find(key) ?? fallback;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) &&
            value >= low && value <= high)
        {
            return value;
        }
        Mistake(key, string.Create(CultureInfo.InvariantCulture, $"a number {low}..{high}"), text);
        return low;
    }

    private int Choice(string key, params ReadOnlySpan<string> options)
    {
        string? text = Find(key);
        int choice = options.IndexOf(text);
        if (choice >= 0)
            return choice;
        Mistake(key, string.Join(" or ", options), text);
        return 0;
    }

    private int Grid()
    {
        string? text = Find("grid");
        if (text is "0" or "127" or "128")
            return int.Parse(text, CultureInfo.InvariantCulture);
        Mistake("grid", "0 or 127 or 128", text);
        return 0;
    }

    private ImmutableArray<float> Start(int dimension, float dtMax)
    {
        string? text = Find("start");
        string[] parts = (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<float>.Builder values = ImmutableArray.CreateBuilder<float>();
        foreach (string part in parts)
        {
            float high = values.Count == 0 ? dtMax : 1;
            if (float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) &&
                value >= 0 && value <= high)
            {
                values.Add(value);
            }
        }
        if (values.Count == parts.Length && values.Count == dimension)
            return values.ToImmutable();
        string limit = string.Create(CultureInfo.InvariantCulture, $"0..{dtMax}");
        Mistake("start", $"{dimension} numbers, seconds {limit} and then controls 0..1", text);
        return [.. new float[dimension]];
    }

    private long Events()
    {
        string? text = Find("events");
        if (text is null)
            return 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            return value;
        Mistake("events", "a whole number from 0", text);
        return 0;
    }

    private double? BitsPerEvent()
    {
        string? text = Find("bits_per_event");
        if (text is null)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) &&
            value >= 0 && value <= EventSurprise.MaximumBits)
        {
            return value;
        }
        Mistake("bits_per_event", $"a number 0..{EventSurprise.MaximumBits}", text);
        return null;
    }
}

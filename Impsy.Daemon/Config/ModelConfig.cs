using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>The [model] table.</summary>
/// <param name="Dimension">Values per event: the time and the controls, 2..65. Null: the model's.</param>
/// <param name="File">A model or a folder of them; null: the random-walk stand-in, and the dimension is set.</param>
/// <param name="Size">xxs to xl, as Python IMPSY names them; the model file knows better and nothing uses it.</param>
/// <param name="SigmaTemperature">Scales the variance of what is sampled, 0..10. Null: what the model suggests.</param>
/// <param name="PiTemperature">Of the choice among the mixture's components, 0..10. Null: the model's.</param>
/// <param name="Timescale">Factor on the time until a prediction is played, 0..100.</param>
/// <param name="Watch">Whether a model file that is copied over plays at once.</param>
internal sealed record ModelConfig(
    int? Dimension, string? File, string Size, float? SigmaTemperature, float? PiTemperature, float Timescale,
    bool Watch = true)
{
    public const int MinDimension = 2;
    public const int MaxDimension = 65;

    public static ModelConfig Read(ConfigSection section)
    {
        string file = section.Text("file", "");
        bool hasDimension = section.TryGet("dimension", out _);
        if (!hasDimension && file.Length == 0)
            section.Missing("dimension", $"a whole number {MinDimension}..{MaxDimension}, or a model.file", 0);
        return new ModelConfig(
            section.OptionalInteger("dimension", MinDimension, MaxDimension),
            file.Length == 0 ? null : file,
            ReadSize(section, "size"),
            section.OptionalNumber("sigmatemp", Limits.MinTemperature, Limits.MaxTemperature),
            section.OptionalNumber("pitemp", Limits.MinTemperature, Limits.MaxTemperature),
            section.Number("timescale", Limits.MinTimescale, Limits.MaxTimescale, fallback: 1),
            section.Flag("watch", true));
    }

    private static string ReadSize(ConfigSection section, string key)
    {
        const string Usual = "s";
        if (!section.TryGet(key, out TomlValue? value))
            return Usual;
        if (value.Kind == TomlKind.Text && value.Text is "xxs" or "xs" or "s" or "m" or "l" or "xl")
            return value.Text;
        return section.Wrong(key, value, "xxs, xs, s, m, l or xl", Usual);
    }
}

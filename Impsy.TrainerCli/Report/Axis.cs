using System.Globalization;

namespace Impsy.TrainerCli.Report;

/// <summary>A scale of a plot: from values to shares of its length. Immutable.</summary>
/// <param name="Low">At its beginning; above 0 on a logarithmic scale.</param>
/// <param name="High">At its end, above Low.</param>
/// <param name="Marks">Values within it that have a name.</param>
internal sealed record Axis(
    double Low, double High, IReadOnlyList<(double Value, string Name)> Marks, bool IsLogarithmic = false)
{
    /// <summary>0..1 within the scale, and a little beyond it outside.</summary>
    public double Share(double value)
    {
        double share = IsLogarithmic
            ? Math.Log(Math.Max(value, Low / 10) / Low) / Math.Log(High / Low)
            : (value - Low) / (High - Low);
        return Math.Clamp(share, -0.5, 1.5);
    }

    /// <summary>From low to high, with about so many marks at round numbers.</summary>
    public static Axis Linear(double low, double high, int marks)
    {
        if (!(high - low > 1e-9))
            high = low + 1;
        double rough = (high - low) / marks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        string format = step >= 1 ? "#,0" : step >= 0.1 ? "0.0" : "0.00";
        List<(double, string)> named = [];
        for (double i = Math.Ceiling(low / step); i * step <= high * (1 + 1e-12); i++)
            named.Add((i * step, (i * step).ToString(format, CultureInfo.InvariantCulture)));
        return new Axis(low, high, named);
    }
}

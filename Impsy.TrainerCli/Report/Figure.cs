using System.Globalization;

namespace Impsy.TrainerCli.Report;

/// <summary>Numbers as the page and its drawings show them.</summary>
internal static class Figure
{
    /// <summary>"8,824".</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"10.86": as impsy-trainer evaluate prints them.</summary>
    public static string Hundredths(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>"0.19 %".</summary>
    public static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>"0.026".</summary>
    public static string Thousandths(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>"14.2".</summary>
    public static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A coordinate: a tenth of a unit is less than anybody sees.</summary>
    public static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A share of the width of a drawing.</summary>
    /// <param name="share">0..1.</param>
    public static string Across(double share) =>
        (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>"3.5 ms", "23 ms", "1.2 s".</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 0.00995 => (1000 * seconds).ToString("0.#", CultureInfo.InvariantCulture) + " ms",
        < 0.9995 => (1000 * seconds).ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => seconds.ToString("0.#", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>"1 h 16 min", "3 min 5 s".</summary>
    public static string Duration(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1
            ? $"{(int)time.TotalHours} h {time.Minutes} min"
            : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.Seconds} s";
    }

    /// <summary>"1 take", "3 takes".</summary>
    public static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{Whole(count)} {what}s";
}

using System.Globalization;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Which takes are kept back: of those long enough to train on, in the order of their names and counted from 0, the
/// ones with index % Every == First, unless they are longer than <see cref="LongestEvents"/>, which are too dear to
/// lose. Whole takes, because windows of one take resemble each other.
/// </summary>
/// <param name="Every">At least 2.</param>
/// <param name="First">0..Every-1.</param>
internal readonly record struct ValidationRule(int Every, int First)
{
    public const int LongestEvents = 6000;

    public static ValidationRule Default => new(8, 6);

    public bool Matches(int index, int events) => index % Every == First && events < LongestEvents;

    /// <param name="text">"8,6".</param>
    public static bool TryParse(string text, out ValidationRule rule)
    {
        rule = default;
        string[] parts = text.Split(',');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int every)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || every < 2 || first >= every)
        {
            return false;
        }
        rule = new ValidationRule(every, first);
        return true;
    }
}

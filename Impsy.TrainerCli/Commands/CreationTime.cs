using System.Globalization;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// When a file was made. SOURCE_DATE_EPOCH overrules the clock, so that the same work gives the same file.
/// </summary>
internal static class CreationTime
{
    /// <summary>UTC.</summary>
    public static DateTime Now
    {
        get
        {
            string? epoch = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
            return long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
                : DateTime.UtcNow;
        }
    }

    /// <summary>As the metadata of a model has it.</summary>
    public static string Text => Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

namespace Impsy.Daemon.Logs;

/// <summary>How performances are logged. The defaults are those of the configuration.</summary>
internal sealed record LogOptions
{
    public const long Mebibyte = 1024 * 1024;

    public static readonly LogOptions Default = new();

    /// <summary>Whether the player's events are logged.</summary>
    public bool Input { get; init; } = true;

    /// <summary>Whether the model's events are logged.</summary>
    public bool Predictions { get; init; }

    /// <summary>Seconds, 0 or more: how long what is written may stay in memory before it goes to the disk.</summary>
    public double FlushSeconds { get; init; } = 1;

    /// <summary>
    /// MiB. When above 0, the oldest logs are deleted as a new one is created, until those that stay are no larger
    /// together. 0: never.
    /// </summary>
    public int MaxMegabytes { get; init; }

    /// <summary>Bytes free on the disk below which the model's events are no longer logged.</summary>
    public long LeastFreeForPredictions { get; init; } = 32 * Mebibyte;

    /// <summary>Bytes free on the disk below which nothing is logged.</summary>
    public long LeastFree { get; init; } = 8 * Mebibyte;

    /// <summary>Seconds from a failure to the next attempt.</summary>
    public double RetrySeconds { get; init; } = 3;
}

namespace Impsy.Daemon.Config;

/// <summary>Converters that share a bus, and so a thread.</summary>
/// <param name="RateHz">How often each of their channels is read.</param>
internal sealed record ConverterBusConfig(string Bus, int RateHz, IReadOnlyList<ConverterConfig> Converters);

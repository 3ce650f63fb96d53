namespace Impsy.Daemon.Channels;

/// <summary>A channel in its rack.</summary>
/// <param name="Key">All of the configuration that it was made from: one with the same key need not be made anew.</param>
/// <param name="Sources">The numbers of what the player plays on there.</param>
internal sealed record RackChannel(string Key, IChannel Channel, IReadOnlyList<byte> Sources);

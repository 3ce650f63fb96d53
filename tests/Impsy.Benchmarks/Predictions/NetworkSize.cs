namespace Impsy.Benchmarks.Predictions;

/// <summary>The sizes a network comes in, as configurations and the trainer name them.</summary>
/// <param name="Units">Of each layer.</param>
internal sealed record NetworkSize(string Name, int Layers, int Units)
{
    public static readonly NetworkSize S = new("s", 2, 64);

    public static IReadOnlyList<NetworkSize> All { get; } =
        [new("xxs", 2, 16), new("xs", 2, 32), S, new("m", 2, 128), new("l", 2, 256), new("xl", 3, 512)];
}

namespace Impsy.TrainerCli.Training;

/// <summary>The sizes of networks that Python IMPSY names, and one more below and above.</summary>
internal readonly record struct ModelSize(string Name, int Units, int Layers)
{
    public static IReadOnlyList<ModelSize> All { get; } =
    [
        new("xxs", 16, 2),
        new("xs", 32, 2),
        new("s", 64, 2),
        new("m", 128, 2),
        new("l", 256, 2),
        new("xl", 512, 3),
    ];

    /// <param name="name">One of <see cref="All"/>.</param>
    public static ModelSize Find(string name) => All.Single(size => size.Name == name);
}

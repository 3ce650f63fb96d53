namespace Impsy.TestSupport;

/// <summary>
/// Data that comes from elsewhere and is never committed: human performances, Python IMPSY's files, the TOML
/// suite. It stands beside the checkout, or where IMPSY_SHARED says.
/// </summary>
public static class SharedData
{
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("IMPSY_SHARED") ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));

    /// <summary>A path below its data folder, e.g. ("performances", "9d").</summary>
    public static string Find(params string[] parts) => Path.Combine([Root, "data", .. parts]);

    public static bool Exists(params string[] parts) => Path.Exists(Find(parts));
}

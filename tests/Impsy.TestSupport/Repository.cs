namespace Impsy.TestSupport;

/// <summary>Where tests find the files of the checkout: they run below it, in artifacts/.</summary>
public static class Repository
{
    /// <summary>The folder of Impsy.Edge.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of tests/vectors.</summary>
    public static string Vector(params string[] parts) => Path.Combine([Root, "tests", "vectors", .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Impsy.Edge.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no Impsy.Edge.sln above {AppContext.BaseDirectory}");
    }
}

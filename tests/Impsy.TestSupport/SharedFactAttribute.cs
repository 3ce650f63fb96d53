using Xunit;

namespace Impsy.TestSupport;

/// <summary>A test that needs shared data; without it the test counts as skipped, with the reason.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <param name="folder">Below the data folder, with '/' between parts, e.g. "performances/9d".</param>
    public SharedFactAttribute(string folder)
    {
        Folder = folder;
        if (!SharedData.Exists(folder.Split('/')))
            Skip = $"{SharedData.Find(folder.Split('/'))} is not there";
    }

    public string Folder { get; }
}

namespace Impsy.Torture;

/// <summary>What a torture measured on the way; eng/torture prints it after the tests.</summary>
internal static class Figures
{
    private static readonly Lock s_gate = new();

    private static readonly string s_path =
        Path.Combine(Repository.Root, "artifacts", "torture-results", "figures.txt");

    public static void Tell(string line)
    {
        lock (s_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(s_path)!);
            File.AppendAllText(s_path, line + "\n");
        }
    }
}

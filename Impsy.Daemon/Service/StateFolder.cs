using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Where the instrument keeps what it needs to go on after the power was cut: its state, and the last configuration
/// and the last model that worked. One thread.
/// </summary>
internal sealed class StateFolder(string path)
{
    private const long MostBytes = 1 << 20;

    public string FilePath { get; } = Path.Combine(path, "state.toml");

    public GoodCopy Configs { get; } = new(path, "config", ".toml");

    public GoodCopy Models { get; } = new(path, "model", ".onnx");

    /// <param name="problem">Why it cannot be used; empty when it can, or when there is none.</param>
    public SavedState? Read(out string problem)
    {
        problem = "";
        try
        {
            if (!File.Exists(FilePath))
                return null;
            return new FileInfo(FilePath).Length <= MostBytes
                ? StateText.Read(FilePath, File.ReadAllBytes(FilePath), out problem)
                : throw new IOException("larger than it ever is");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{FilePath}: {failure.Message}";
            return null;
        }
    }

    public FileError Write(SavedState state) => FileReplacement.TryWrite(FilePath, StateText.Write(state));
}

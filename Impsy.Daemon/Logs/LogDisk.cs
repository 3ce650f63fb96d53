using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Logs;

internal delegate FileError CreateFile(string path, out AppendFile? file);

internal delegate FileError GetFreeBytes(string folder, out long bytes);

/// <summary>The two questions that the log asks the disk, so that a test can answer with a full one.</summary>
internal sealed record LogDisk(CreateFile Create, GetFreeBytes FreeBytes)
{
    public static readonly LogDisk Real = new(AppendFile.TryCreate, AppendFile.TryGetFreeBytes);
}

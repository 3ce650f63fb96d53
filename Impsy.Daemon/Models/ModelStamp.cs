using Impsy.Daemon.Service;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Models;

/// <summary>A model file as it was at one moment, to tell whether it has changed since.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="ChangedNs">When it became as it is, by the wall clock of this machine.</param>
/// <param name="Checksum">Of its contents; null: not read.</param>
internal sealed record ModelStamp(string Name, long ChangedNs, uint? Checksum = null)
{
    /// <param name="path">Of a file that may be gone, or not ours to read.</param>
    /// <returns>Null when its contents cannot be read.</returns>
    public static ModelStamp? TryRead(string path)
    {
        try
        {
            // The time first: what is written from now on makes it another file.
            return FileChange.TryGetTime(path, out long changed).IsNone
                ? new ModelStamp(Path.GetFileName(path), changed, Checksum32(path))
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether this is what was there before: unchanged, or written anew with the same contents.</summary>
    /// <param name="path">Of this file, which is read only when its time has changed.</param>
    public bool IsSameAs(ModelStamp before, string path) =>
        Name == before.Name
        && (ChangedNs == before.ChangedNs
            || (before.Checksum is { } checksum && (Checksum ?? TryRead(path)?.Checksum) == checksum));

    private static uint Checksum32(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Checksum checksum = new();
        byte[] buffer = new byte[65_536];
        for (int length = file.Read(buffer); length > 0; length = file.Read(buffer))
            checksum.Add(buffer.AsSpan(0, length));
        return checksum.Value;
    }
}

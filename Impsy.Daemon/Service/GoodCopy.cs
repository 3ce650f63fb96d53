using System.Globalization;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// The last of something that has worked, kept in the state folder. Its checksum is in its name: a copy whose contents
/// are others is none. One thread.
/// </summary>
/// <param name="folder">Of the state.</param>
/// <param name="stem">Such as "config", of config-0123abcd.toml.</param>
/// <param name="extension">With its dot.</param>
internal sealed class GoodCopy(string folder, string stem, string extension)
{
    /// <returns>The path of the newest whole copy; null: there is none.</returns>
    public string? Find()
    {
        try
        {
            return Candidates()
                .OrderByDescending(path => FileChange.TryGetTime(path, out long changed).IsNone ? changed : 0)
                .FirstOrDefault(path => PathOf(Checksum.Of(File.ReadAllBytes(path))) == path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps this instead of what was kept before.</summary>
    public FileError Keep(ReadOnlySpan<byte> bytes)
    {
        string path = PathOf(Checksum.Of(bytes));
        FileError error = File.Exists(path) ? FileError.None : FileReplacement.TryWrite(path, bytes);
        if (error.IsNone)
            DeleteOthers(path);
        return error;
    }

    /// <summary>Keeps a file, unless it has become another since it was found good.</summary>
    /// <param name="checksum">Of what was found good.</param>
    public FileError Keep(string source, uint checksum)
    {
        string path = PathOf(checksum);
        if (File.Exists(path))
        {
            DeleteOthers(path);
            return FileError.None;
        }
        try
        {
            using FileStream file = new(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Copy(file, path, checksum);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return FileError.None; // gone since, or on a disk that is: what was kept before stays
        }
    }

    private FileError Copy(FileStream file, string path, uint checksum)
    {
        FileError error = FileReplacement.TryBegin(path, out FileReplacement? replacement);
        using (replacement)
        {
            Checksum read = new();
            byte[] buffer = new byte[65_536];
            for (int length = -1; error.IsNone && (length = file.Read(buffer)) > 0;)
            {
                read.Add(buffer.AsSpan(0, length));
                error = replacement!.Write(buffer.AsSpan(0, length));
            }
            if (!error.IsNone || read.Value != checksum)
                return error;
            error = replacement!.Commit();
        }
        if (error.IsNone)
            DeleteOthers(path);
        return error;
    }

    private string PathOf(uint checksum) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem}-{checksum:x8}{extension}"));

    private string[] Candidates() =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, $"{stem}-????????{extension}") : [];

    private void DeleteOthers(string kept)
    {
        try
        {
            foreach (string other in Candidates().Where(path => path != kept))
                File.Delete(other);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The newest is found all the same.
        }
    }
}

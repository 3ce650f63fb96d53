namespace Impsy.TrainerCli.Commands;

/// <summary>
/// Files that are whole or not there: written beside their place and moved into it, so that an instrument that starts
/// meanwhile, or a power cut, finds the old one or the new one.
/// </summary>
internal static class OutputFile
{
    /// <param name="path">An older file there is replaced.</param>
    /// <param name="write">What it throws goes through; nothing is then left behind.</param>
    /// <exception cref="IOException">It cannot be written; the message begins with the path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (path.Length == 0)
            throw new IOException("a file to write needs a name, and it is empty");
        string temporary = path + ".new";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                write(file);
                file.Flush(flushToDisk: true); // or the move could be on the disk before what was moved
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure)
        {
            RemoveQuietly(temporary);
            if (failure is IOException or UnauthorizedAccessException)
                throw new IOException($"{path}: cannot be written: {failure.Message}", failure);
            throw;
        }
    }

    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Makes a folder where there is none.</summary>
    /// <exception cref="IOException">It cannot be made; the message begins with the path.</exception>
    public static void EnsureFolder(string path)
    {
        if (path.Length == 0)
            throw new IOException("a folder to write to needs a name, and it is empty; . is this one");
        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: cannot be made a folder: {failure.Message}", failure);
        }
    }

    /// <summary>Finds out whether a folder can be written to: at once, and not when hours of work are over.</summary>
    /// <exception cref="IOException">It cannot; the message begins with the path.</exception>
    public static void EnsureWritable(string folder)
    {
        EnsureFolder(folder);
        string probe = Path.Combine(folder, ".impsy-trainer-writes-here");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot be written to: {failure.Message}", failure);
        }
    }

    private static void RemoveQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell; that it left something behind follows from it.
        }
    }
}

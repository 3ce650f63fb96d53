using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// Replaces a file as a whole or not at all, whatever becomes of the power meanwhile: written beside it, forced to the
/// disk, renamed. Failures are values. One thread.
/// </summary>
public sealed class FileReplacement : IDisposable
{
    private readonly string _path;
    private readonly AppendFile _file;
    private bool _isDone;

    private FileReplacement(string path, AppendFile file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Begins one, in a folder that is created when it is not there.</summary>
    public static FileError TryBegin(string path, out FileReplacement? replacement)
    {
        replacement = null;
        string beside = path + ".new";
        _ = Libc.Unlink(beside); // what a power cut has left
        FileError error = AppendFile.TryCreate(beside, out AppendFile? file);
        if (error.IsMissing && Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            error = AppendFile.TryCreateFolder(folder);
            if (error.IsNone)
                error = AppendFile.TryCreate(beside, out file);
        }
        if (file is not null)
            replacement = new FileReplacement(path, file);
        return error;
    }

    /// <summary>The whole of it at once.</summary>
    public static FileError TryWrite(string path, ReadOnlySpan<byte> bytes)
    {
        FileError error = TryBegin(path, out FileReplacement? replacement);
        using (replacement)
        {
            if (error.IsNone)
                error = replacement!.Write(bytes);
            return error.IsNone ? replacement!.Commit() : error;
        }
    }

    public FileError Write(ReadOnlySpan<byte> bytes) => _file.Write(bytes, out _);

    /// <summary>From now on it is the file, after a power cut, too.</summary>
    public FileError Commit()
    {
        FileError error = _file.Sync();
        if (!error.IsNone)
            return error;
        if (Libc.Rename(_file.Path, _path) < 0)
            return FileError.Last();
        _isDone = true;
        SyncFolder();
        return FileError.None;
    }

    /// <summary>What was not committed is thrown away.</summary>
    public void Dispose()
    {
        if (!_isDone)
            _file.Delete();
        _file.Dispose();
    }

    /// <summary>Or the disk may have the file's contents, and not yet its name.</summary>
    private void SyncFolder()
    {
        int fd = Libc.Open(Path.GetDirectoryName(Path.GetFullPath(_path))!, Libc.CloseOnExec, 0);
        if (fd < 0)
            return; // a folder that may be written but not read: the name is there soon all the same
        using SafeFileHandle folder = new(fd, ownsHandle: true);
        _ = Libc.Fsync(folder);
    }
}

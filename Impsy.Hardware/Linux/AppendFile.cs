using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// A file that only grows. What is written goes to the kernel at once, so it outlives the process; <see cref="Sync"/>
/// makes it outlive the power. Failures are values. One thread writes; another may sync meanwhile. After creation
/// nothing is allocated.
/// </summary>
public sealed unsafe class AppendFile : IDisposable
{
    private const uint FileMode = 0x1A4;   // rw-r--r--, less the umask
    private const uint FolderMode = 0x1ED; // rwxr-xr-x, less the umask

    private readonly SafeFileHandle _fd;

    private AppendFile(string path, SafeFileHandle fd, long size)
    {
        Path = path;
        _fd = fd;
        Size = size;
    }

    public string Path { get; }

    /// <summary>Bytes, as far as this object has made it grow.</summary>
    public long Size { get; private set; }

    /// <summary>Whether someone has deleted it, so that what is written now is lost with the last descriptor.</summary>
    public bool IsDeleted
    {
        get
        {
            Libc.StatxBuffer status;
            byte empty = 0;
            return Libc.Statx(_fd, &empty, Libc.AtEmptyPath, Libc.StatxNlink, &status) == 0 && status.Links == 0;
        }
    }

    /// <summary>Creates a new file; one that is there already is never touched.</summary>
    public static FileError TryCreate(string path, out AppendFile? file) =>
        TryOpen(path, Libc.Create | Libc.Exclusive, out file);

    /// <summary>Opens what is there: a file, a device, a pipe.</summary>
    public static FileError TryOpen(string path, out AppendFile? file) => TryOpen(path, 0, out file);

    /// <summary>Creates a folder and those above it; one that is there already is a success.</summary>
    public static FileError TryCreateFolder(string path)
    {
        if (Libc.Mkdir(path, FolderMode) == 0)
            return FileError.None;
        FileError error = FileError.Last();
        if (error.IsExists)
            return FileError.None;
        if (!error.IsMissing || System.IO.Path.GetDirectoryName(path) is not { Length: > 0 } above)
            return error;
        FileError errorAbove = TryCreateFolder(above);
        if (!errorAbove.IsNone)
            return errorAbove;
        return Libc.Mkdir(path, FolderMode) == 0 ? FileError.None : FileError.Last();
    }

    /// <summary>Bytes that a process without privileges may still write to the file system of a folder.</summary>
    public static FileError TryGetFreeBytes(string folder, out long bytes)
    {
        Libc.StatvfsBuffer status;
        bytes = 0;
        if (Libc.Statvfs(folder, &status) < 0)
            return FileError.Last();
        bytes = (long)Math.Min(status.FragmentBytes * status.FragmentsAvailable, long.MaxValue);
        return FileError.None;
    }

    /// <summary>Writes everything, or as much as the disk takes.</summary>
    /// <param name="written">How many bytes it took, also when it failed.</param>
    public FileError Write(ReadOnlySpan<byte> bytes, out int written)
    {
        written = 0;
        fixed (byte* start = bytes)
        {
            while (written < bytes.Length)
            {
                nint count = Libc.Write(_fd, start + written, (nuint)(bytes.Length - written));
                if (count < 0)
                {
                    FileError error = FileError.Last();
                    if (error == new FileError(Libc.Eintr))
                        continue;
                    return error;
                }
                written += (int)count;
                Size += count;
            }
        }
        return FileError.None;
    }

    /// <summary>Waits until the disk has what was written: 1 to some 100 ms on an SD card.</summary>
    public FileError Sync()
    {
        while (Libc.Fdatasync(_fd) < 0)
        {
            FileError error = FileError.Last();
            if (error != new FileError(Libc.Eintr))
                return error;
        }
        return FileError.None;
    }

    /// <summary>Takes back the end of the last write.</summary>
    /// <param name="size">Bytes that stay, at most <see cref="Size"/>.</param>
    public FileError Truncate(long size)
    {
        if (Libc.Ftruncate(_fd, size) < 0)
            return FileError.Last();
        Size = size;
        return FileError.None;
    }

    /// <summary>Removes its name from the folder; the file itself goes when it is disposed.</summary>
    public FileError Delete() => Libc.Unlink(Path) < 0 ? FileError.Last() : FileError.None;

    public void Dispose() => _fd.Dispose();

    private static FileError TryOpen(string path, int flags, out AppendFile? file)
    {
        file = null;
        int fd = Libc.Open(path, Libc.WriteOnly | Libc.Append | Libc.CloseOnExec | flags, FileMode);
        if (fd < 0)
            return FileError.Last();
        SafeFileHandle handle = new(fd, ownsHandle: true);
        // Devices and pipes have no size to ask for; theirs counts from here.
        file = new AppendFile(path, handle, Math.Max(0, Libc.Lseek(handle, 0, Libc.SeekEnd)));
        return FileError.None;
    }
}

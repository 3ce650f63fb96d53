using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// A file of a fixed length, mapped into memory: plain stores into it outlive the process. All of it is on the disk
/// before it is used, for a store that finds no room would end the process. The framework's own mapping cannot be
/// closed while memory is locked.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private const uint FileMode = 0x180; // rw-------

    private readonly nuint _length;

    /// <param name="length">A file of another length is emptied: it is of another kind.</param>
    /// <exception cref="IOException">Path, operation and reason.</exception>
    public MappedFile(string path, int length)
    {
        _length = (nuint)length;
        int fd = Libc.Open(path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec, FileMode);
        if (fd < 0)
            throw LinuxError.Last(path, "open");
        using SafeFileHandle file = new(fd, ownsHandle: true);
        if (Libc.Lseek(file, 0, Libc.SeekEnd) != length)
            Fill(path, file);
        Start = (byte*)Libc.Mmap(null, _length, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, file, 0);
        if (Start == (byte*)-1)
            throw LinuxError.Last(path, "mmap");
    }

    /// <summary>The first byte; valid until this is disposed of.</summary>
    public byte* Start { get; }

    public void Dispose() => _ = Libc.Munmap(Start, _length);

    private void Fill(string path, SafeFileHandle file)
    {
        byte[] zeros = new byte[_length];
        fixed (byte* bytes = zeros)
        {
            if (Libc.Ftruncate(file, 0) < 0 || Libc.Lseek(file, 0, Libc.SeekSet) < 0
                || Libc.Write(file, bytes, _length) != (nint)_length)
            {
                throw LinuxError.Last(path, "write");
            }
        }
    }
}

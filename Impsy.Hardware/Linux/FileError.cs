using System.Runtime.InteropServices;

namespace Impsy.Hardware.Linux;

/// <summary>
/// What a file operation answered, as a value: a full or vanished disk is weather to whoever writes a log, not an
/// exception. The default value means success.
/// </summary>
public readonly record struct FileError
{
    private readonly int _errno;

    internal FileError(int errno) => _errno = errno;

    public static FileError None => default;

    public bool IsNone => _errno == 0;

    /// <summary>The name is taken.</summary>
    public bool IsExists => _errno == Libc.Eexist;

    /// <summary>The file, or a folder on the way to it, is not there.</summary>
    public bool IsMissing => _errno == Libc.Enoent;

    /// <summary>Of the system call that just failed on this thread.</summary>
    internal static FileError Last() => new(Marshal.GetLastPInvokeError());

    /// <summary>The text of errno, e.g. "No space left on device".</summary>
    public override string ToString() => IsNone ? "none" : Marshal.GetPInvokeErrorMessage(_errno);
}

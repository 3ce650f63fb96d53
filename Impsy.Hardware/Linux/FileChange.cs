namespace Impsy.Hardware.Linux;

/// <summary>
/// When a file came to be as it is. Not its modification time, which a copy may bring along from where it was made;
/// the change time is set by this machine whenever content, name or owner change, and by nobody else. Any thread.
/// </summary>
public static unsafe class FileChange
{
    /// <param name="path">A symbolic link stands for what it points to.</param>
    /// <param name="nanoseconds">Of the wall clock, since 1970.</param>
    public static FileError TryGetTime(string path, out long nanoseconds)
    {
        Libc.StatxBuffer status;
        nanoseconds = 0;
        if (Libc.Statx(Libc.AtCurrentFolder, path, 0, Libc.StatxCtime, &status) < 0)
            return FileError.Last();
        nanoseconds = status.ChangeSeconds * MonotonicClock.NanosecondsPerSecond + status.ChangeNanoseconds;
        return FileError.None;
    }
}

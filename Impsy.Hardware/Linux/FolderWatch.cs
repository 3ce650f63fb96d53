using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// Tells which files of a folder have become whole: those that were written and closed, and those that were moved
/// there. The folder need not exist yet, and may go and come back. One thread.
/// </summary>
public sealed unsafe class FolderWatch : IDisposable
{
    private const uint Wanted =
        Libc.InCloseWrite | Libc.InMovedTo | Libc.InDeleteSelf | Libc.InMoveSelf | Libc.InOnlydir;

    // A look at a folder that is not there costs a system call.
    private const int RetryMilliseconds = 1000;

    private readonly string _folder;
    private readonly EventFd _stop;
    private readonly SafeFileHandle _inotify;
    private readonly byte[] _buffer = new byte[4096]; // 15 names of the longest kind
    private int _watch = -1;
    private int _next;
    private int _end;

    /// <param name="stop">Rung once to end a blocked <see cref="Next"/>. Not owned, and not cleared.</param>
    /// <exception cref="IOException">The kernel has no more of these.</exception>
    public FolderWatch(string folder, EventFd stop)
    {
        _folder = folder;
        _stop = stop;
        int fd = Libc.InotifyInit1(Libc.NonBlock | Libc.CloseOnExec);
        if (fd < 0)
            throw LinuxError.Last(folder, "inotify");
        _inotify = new SafeFileHandle(fd, ownsHandle: true);
        TryBegin();
    }

    /// <summary>Blocks until there is news.</summary>
    /// <param name="name">
    /// Of a file within the folder; null when files may have come unseen: the folder is there again, or there were too
    /// many at once.
    /// </param>
    /// <returns>False when stopped, from then on always.</returns>
    public bool Next(out string? name)
    {
        name = null;
        while (!_stop.IsRung)
        {
            if (_watch < 0 && TryBegin())
                return true;
            if (_next < _end)
            {
                if (Take(out name))
                    return true;
            }
            else if (Wait())
            {
                Read();
            }
        }
        return false;
    }

    public void Dispose() => _inotify.Dispose();

    private bool TryBegin()
    {
        _watch = Libc.InotifyAddWatch(_inotify, _folder, Wanted);
        return _watch >= 0;
    }

    private bool Wait()
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[2];
        polls[0] = new Libc.PollFd { Descriptor = (int)_inotify.DangerousGetHandle(), Events = Libc.PollIn };
        polls[1] = new Libc.PollFd { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
        Libc.Timespec retry = new() { Seconds = RetryMilliseconds / 1000 };
        int ready = Libc.Ppoll(polls, 2, _watch < 0 ? &retry : null, null);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last(_folder, "ppoll");
        return ready > 0 && polls[0].Returned != 0;
    }

    private void Read()
    {
        fixed (byte* buffer = _buffer)
        {
            nint length = Libc.Read(_inotify, buffer, (nuint)_buffer.Length);
            (_next, _end) = (0, (int)Math.Max(0, length));
        }
    }

    /// <returns>Whether there is something to tell.</returns>
    private bool Take(out string? name)
    {
        name = null;
        Libc.InotifyEvent told = MemoryMarshal.Read<Libc.InotifyEvent>(_buffer.AsSpan(_next));
        int from = _next + sizeof(Libc.InotifyEvent);
        _next = from + (int)told.NameLength;
        if ((told.Mask & Libc.InQueueOverflow) != 0)
            return true;
        if (told.Watch != _watch)
            return false; // the end of a watch before this one
        if ((told.Mask & Libc.InMoveSelf) != 0)
            _ = Libc.InotifyRmWatch(_inotify, _watch); // it would tell of the folder under its new name
        if ((told.Mask & (Libc.InMoveSelf | Libc.InDeleteSelf | Libc.InIgnored)) != 0)
            _watch = -1;
        if (told.NameLength == 0 || _watch < 0)
            return false;
        name = Encoding.UTF8.GetString(_buffer, from, (int)told.NameLength).TrimEnd('\0');
        return true;
    }
}

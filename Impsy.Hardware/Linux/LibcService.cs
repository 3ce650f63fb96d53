using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// What a service needs: Unix sockets, as unix(7), news of folders, as inotify(7) documents it, and memory that
/// outlives a process.
/// </summary>
internal static unsafe partial class Libc
{
    // ---- Unix sockets

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(SafeFileHandle socket, int backlog);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept4(SafeFileHandle socket, void* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(SafeFileHandle socket, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Chmod(string path, uint mode);

    internal const int AfUnix = 1;
    internal const int SockStream = 1;
    internal const int MsgNosignal = 0x4000;
    internal const int Econnrefused = 111;

    // ---- folders

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    internal static partial int InotifyInit1(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    internal static partial int InotifyAddWatch(SafeFileHandle inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    internal static partial int InotifyRmWatch(SafeFileHandle inotify, int watch);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Fsync(SafeFileHandle fd);

    // ---- memory that is a file

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial void* Mmap(
        void* address, nuint length, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Munmap(void* address, nuint length);

    internal const int SeekSet = 0;
    internal const int ProtRead = 1;
    internal const int ProtWrite = 2;
    internal const int MapShared = 1;
    internal const uint StatxType = 1;           // STATX_TYPE
    internal const int TypeOfFile = 0xF000;      // S_IFMT
    internal const int TypeSocket = 0xC000;      // S_IFSOCK
    internal const uint InCloseWrite = 8;        // IN_CLOSE_WRITE
    internal const uint InMovedTo = 0x80;        // IN_MOVED_TO
    internal const uint InDeleteSelf = 0x400;    // IN_DELETE_SELF
    internal const uint InMoveSelf = 0x800;      // IN_MOVE_SELF
    internal const uint InQueueOverflow = 0x4000; // IN_Q_OVERFLOW
    internal const uint InIgnored = 0x8000;      // IN_IGNORED: the watch is no more
    internal const uint InOnlydir = 0x1000000;   // IN_ONLYDIR

    /// <summary>struct sockaddr_un: 110 bytes.</summary>
    internal struct UnixAddress
    {
        public ushort Family;
        public fixed byte Path[108];
    }

    /// <summary>struct inotify_event: 16 bytes, the name follows.</summary>
    internal struct InotifyEvent
    {
        public int Watch;
        public uint Mask;
        public uint Cookie;
        public uint NameLength;
    }
}

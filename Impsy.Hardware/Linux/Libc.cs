using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>
/// The C library, exactly as the manual pages document it. The only file that imports from it; no file outside this
/// folder mentions errno, descriptor numbers or request codes.
/// </summary>
internal static unsafe partial class Libc
{
    // ---- time

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    internal static partial int ClockGettime(int clock, Timespec* now);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    internal static partial int TimerfdCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    internal static partial int TimerfdSettime(SafeFileHandle fd, int flags, TimerSpec* value, TimerSpec* old);

    internal const int ClockRealtime = 0;
    internal const int ClockMonotonic = 1;
    internal const int TimerAbstime = 1;

    // ---- descriptors

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int Eventfd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Ppoll(PollFd* fds, nuint count, Timespec* timeout, void* signalMask);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int Fdatasync(SafeFileHandle fd);

    internal const int NonBlock = 0x800;    // EFD_NONBLOCK, TFD_NONBLOCK, SOCK_NONBLOCK: all O_NONBLOCK
    internal const int CloseOnExec = 0x80000; // EFD_CLOEXEC, TFD_CLOEXEC, SOCK_CLOEXEC: all O_CLOEXEC
    internal const short PollIn = 1;

    // ---- files

    // open is variadic. Linux passes variadic arguments like named ones on x64 and arm64 alike.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Lseek(SafeFileHandle fd, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Ftruncate(SafeFileHandle fd, long length);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Mkdir(string path, uint mode);

    // Not fstat: struct stat is laid out differently on every architecture, struct statx is not.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static partial int Statx(SafeFileHandle folder, byte* path, int flags, uint mask, StatxBuffer* result);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Statx(int folder, string path, int flags, uint mask, StatxBuffer* result);

    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Statvfs(string path, StatvfsBuffer* result);

    internal const int WriteOnly = 1;         // O_WRONLY
    internal const int Create = 0x40;         // O_CREAT
    internal const int Exclusive = 0x80;      // O_EXCL
    internal const int Append = 0x400;        // O_APPEND
    internal const int SeekEnd = 2;
    internal const int AtEmptyPath = 0x1000;  // AT_EMPTY_PATH: the descriptor itself
    internal const int AtCurrentFolder = -100; // AT_FDCWD
    internal const uint StatxNlink = 4;
    internal const uint StatxCtime = 0x80;

    // ---- scheduling and memory

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static partial int SchedSetscheduler(int pid, int policy, SchedParam* param);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int Setpriority(int which, int who, int nice);

    // prctl is variadic. Linux passes variadic arguments like named ones on x64 and arm64 alike.
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    internal static partial int Mlockall(int flags);

    [LibraryImport("libc", EntryPoint = "munlockall", SetLastError = true)]
    internal static partial int Munlockall();

    internal const int SchedFifo = 1;
    internal const int PrioProcess = 0;       // PRIO_PROCESS; Linux means a thread
    internal const int PrSetTimerslack = 29;
    internal const int MclCurrent = 1;
    internal const int MclFuture = 2;
    internal const int MclOnfault = 4;

    // ---- sockets

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(SafeFileHandle socket, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int Getsockname(SafeFileHandle socket, void* address, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int Setsockopt(SafeFileHandle socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint Recvmsg(SafeFileHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    internal static partial nint Sendto(
        SafeFileHandle socket, void* data, nuint length, int flags, void* address, uint addressLength);

    internal const int AfInet = 2;
    internal const int AfInet6 = 10;
    internal const int SockDgram = 2;
    internal const int SolSocket = 1;
    internal const int SoBroadcast = 6;
    internal const int SoRcvbuf = 8;
    internal const int SoTimestampns = 35; // SO_TIMESTAMPNS_OLD: two 64-bit words on every 64-bit Linux
    internal const int SoRxqOvfl = 40;
    internal const int IpprotoIp = 0;
    internal const int IpFreebind = 15;
    internal const int IpprotoIpv6 = 41;
    internal const int Ipv6V6only = 26;
    internal const int Ipv6Freebind = 78;
    internal const int MsgDontwait = 0x40;
    internal const int MsgTrunc = 0x20;

    // ---- the environment that native libraries see (Environment.SetEnvironmentVariable does not reach it)

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Setenv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Getenv(string name);

    internal const int Enoent = 2;
    internal const int Eintr = 4;
    internal const int Ebadf = 9;
    internal const int Eagain = 11;
    internal const int Efault = 14;
    internal const int Eexist = 17;
    internal const int Einval = 22;
    internal const int Enotsock = 88;
    internal const int Enoprotoopt = 92;
    internal const int Eafnosupport = 97;

    /// <summary>struct timespec on 64-bit Linux: 16 bytes.</summary>
    internal struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct itimerspec: 32 bytes.</summary>
    internal struct TimerSpec
    {
        public Timespec Interval;
        public Timespec Value;
    }

    /// <summary>struct pollfd: 8 bytes.</summary>
    internal struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>struct sched_param: 4 bytes.</summary>
    internal struct SchedParam
    {
        public int Priority;
    }

    /// <summary>struct iovec: 16 bytes.</summary>
    internal struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct statx: 256 bytes, of which few are wanted.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatxBuffer
    {
        [FieldOffset(16)] public uint Links;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(96)] public long ChangeSeconds;
        [FieldOffset(104)] public uint ChangeNanoseconds;
    }

    /// <summary>struct statvfs on 64-bit Linux: 112 bytes, of which two words are wanted.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 112)]
    internal struct StatvfsBuffer
    {
        [FieldOffset(8)] public ulong FragmentBytes;
        [FieldOffset(32)] public ulong FragmentsAvailable; // to a process that is not root
    }

    /// <summary>struct msghdr on 64-bit Linux: 56 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    internal struct MessageHeader
    {
        [FieldOffset(0)] public void* Name;
        [FieldOffset(8)] public uint NameLength;
        [FieldOffset(16)] public IoVector* Vectors;
        [FieldOffset(24)] public nuint VectorCount;
        [FieldOffset(32)] public void* Control;
        [FieldOffset(40)] public nuint ControlLength;
        [FieldOffset(48)] public int Flags;
    }

    /// <summary>struct cmsghdr on 64-bit Linux: 16 bytes, the data follows.</summary>
    internal struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}

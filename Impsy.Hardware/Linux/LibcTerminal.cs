using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>What serial ports and pseudo-terminals need, as tty_ioctl(4) documents it.</summary>
internal static unsafe partial class Libc
{
    // ioctl is variadic. Linux passes variadic arguments like named ones on x64 and arm64 alike.
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(SafeFileHandle fd, nuint request, void* argument);

    internal const int ReadWrite = 2;         // O_RDWR
    internal const int NoControllingTerminal = 0x100; // O_NOCTTY
    internal const short PollErr = 8;
    internal const short PollHup = 16;

    internal const int Eio = 5;
    internal const int Enxio = 6;
    internal const int Eacces = 13;
    internal const int Ebusy = 16;
    internal const int Enodev = 19;
    internal const int Enotty = 25;
    internal const int Enospc = 28;

    // ---- requests; the old ones have plain numbers, the newer ones carry direction and size
    internal const nuint Tcflsh = 0x540B;
    internal const nuint Tiocexcl = 0x540C;
    internal const nuint Tiocoutq = 0x5411;
    internal const nuint Tiocgserial = 0x541E;
    internal const nuint Tiocsserial = 0x541F;
    internal static readonly nuint Tcgets2 = ReadRequest('T', 0x2A, sizeof(Termios2));
    internal static readonly nuint Tcsets2 = WriteRequest('T', 0x2B, sizeof(Termios2));
    internal static readonly nuint Tiocgptn = ReadRequest('T', 0x30, sizeof(uint));
    internal static readonly nuint Tiocsptlck = WriteRequest('T', 0x31, sizeof(int));

    internal const int Tciflush = 0;
    internal const int Tcoflush = 1;

    internal const uint Ignbrk = 1;
    internal const uint Ignpar = 4;
    internal const uint Cs8 = 0x30;
    internal const uint Cread = 0x80;
    internal const uint Clocal = 0x800;
    internal const uint Bother = 0x1000;
    internal const int Vtime = 5;
    internal const int Vmin = 6;
    internal const int AsyncLowLatency = 0x2000;

    /// <summary>The kernel's _IOR macro: direction 10 in bits 30-31, then size, type and number.</summary>
    internal static nuint ReadRequest(char type, int number, int size) =>
        2u << 30 | (uint)size << 16 | (uint)type << 8 | (uint)number;

    /// <summary>The kernel's _IOW macro: direction 01 in bits 30-31, then size, type and number.</summary>
    internal static nuint WriteRequest(char type, int number, int size) =>
        1u << 30 | (uint)size << 16 | (uint)type << 8 | (uint)number;

    /// <summary>struct termios2: 44 bytes.</summary>
    internal struct Termios2
    {
        public uint InputFlags;
        public uint OutputFlags;
        public uint ControlFlags;
        public uint LocalFlags;
        public byte Line;
        public fixed byte Characters[19];
        public uint InputSpeed;
        public uint OutputSpeed;
    }

    /// <summary>struct serial_struct on 64-bit Linux: 72 bytes, of which one word is wanted.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 72)]
    internal struct SerialInformation
    {
        [FieldOffset(16)] public int Flags;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>SPI, I2C and IIO as linux/spi/spidev.h, linux/i2c-dev.h and sysfs document them, and waiting for a chip.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static partial nint Pread(SafeFileHandle fd, void* buffer, nuint count, long offset);

    // Answers the error number itself, not through errno.
    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    internal static partial int ClockNanosleep(int clock, int flags, Timespec* time, Timespec* left);

    internal const int ReadOnly = 0;          // O_RDONLY
    internal const int Etimedout = 110;
    internal const int Eremoteio = 121;

    // ---- SPI
    internal static readonly nuint SpiWriteMode = WriteRequest('k', 1, sizeof(byte));
    internal static readonly nuint SpiWriteBitsPerWord = WriteRequest('k', 3, sizeof(byte));
    internal static readonly nuint SpiWriteMaxSpeed = WriteRequest('k', 4, sizeof(uint));

    /// <summary>SPI_IOC_MESSAGE(n).</summary>
    internal static nuint SpiMessage(int transfers) => WriteRequest('k', 0, transfers * sizeof(SpiTransfer));

    // ---- I2C
    internal const nuint I2cTimeout = 0x0702; // in units of 10 ms
    internal const nuint I2cSlave = 0x0703;
    internal const nuint I2cFunctions = 0x0705;
    internal const nuint I2cSmbus = 0x0720;
    internal const ulong I2cReadWordData = 0x0020_0000;
    internal const ulong I2cWriteWordData = 0x0040_0000;
    internal const byte I2cSmbusWrite = 0;
    internal const byte I2cSmbusRead = 1;
    internal const uint I2cSmbusWordData = 3;

    /// <summary>struct spi_ioc_transfer: 32 bytes.</summary>
    internal struct SpiTransfer
    {
        public ulong Send;
        public ulong Receive;
        public uint Length;
        public uint SpeedHz;
        public ushort DelayMicroseconds;
        public byte BitsPerWord;
        public byte Deselect; // cs_change: the chip is deselected between this transfer and the next one
        public byte SendBits;
        public byte ReceiveBits;
        public byte WordDelayMicroseconds;
        public byte Padding;
    }

    /// <summary>struct i2c_smbus_ioctl_data on 64-bit Linux: 16 bytes.</summary>
    internal struct SmbusTransfer
    {
        public byte Direction;
        public byte Command;
        public uint Size;
        public SmbusData* Data;
    }

    /// <summary>union i2c_smbus_data: 34 bytes, of which one word is wanted.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 34)]
    internal struct SmbusData
    {
        [FieldOffset(0)] public ushort Word;
    }
}

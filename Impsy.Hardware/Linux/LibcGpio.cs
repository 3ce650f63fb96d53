using System.Runtime.CompilerServices;

namespace Impsy.Hardware.Linux;

/// <summary>The GPIO character device as linux/gpio.h documents its second version (Linux 5.10 and later).</summary>
internal static unsafe partial class Libc
{
    internal const int GpioMaxNameSize = 32;
    internal const int GpioLinesMax = 64;
    internal const int GpioAttributesMax = 10;

    // ---- requests
    internal static readonly nuint GpioGetChipinfo = ReadRequest(GpioMagic, 0x01, sizeof(GpioChipInformation));
    internal static readonly nuint GpioGetLineinfo = ReadWriteRequest(GpioMagic, 0x05, sizeof(GpioLineInformation));
    internal static readonly nuint GpioGetLine = ReadWriteRequest(GpioMagic, 0x07, sizeof(GpioLineRequest));
    internal static readonly nuint GpioGetValues = ReadWriteRequest(GpioMagic, 0x0E, sizeof(GpioLineValues));
    internal static readonly nuint GpioSetValues = ReadWriteRequest(GpioMagic, 0x0F, sizeof(GpioLineValues));
    private const char GpioMagic = '\xB4';

    // ---- what a line is, and shall be
    internal const ulong GpioUsed = 1 << 0;
    internal const ulong GpioActiveLow = 1 << 1;
    internal const ulong GpioInput = 1 << 2;
    internal const ulong GpioOutput = 1 << 3;
    internal const ulong GpioEdgeRising = 1 << 4;
    internal const ulong GpioEdgeFalling = 1 << 5;
    internal const ulong GpioBiasPullUp = 1 << 8;
    internal const ulong GpioBiasPullDown = 1 << 9;
    internal const ulong GpioBiasDisabled = 1 << 10;

    // ---- attributes, and events
    internal const uint GpioAttributeOutputValues = 2;
    internal const uint GpioAttributeDebounce = 3;
    internal const uint GpioRisingEdge = 1;

    /// <summary>The kernel's _IOWR macro: both directions in bits 30-31, then size, type and number.</summary>
    internal static nuint ReadWriteRequest(char type, int number, int size) =>
        3u << 30 | (uint)size << 16 | (uint)type << 8 | (uint)number;

    /// <summary>struct gpiochip_info: 68 bytes.</summary>
    internal struct GpioChipInformation
    {
        public fixed byte Name[GpioMaxNameSize];
        public fixed byte Label[GpioMaxNameSize];
        public uint Lines;
    }

    /// <summary>struct gpio_v2_line_info: 256 bytes.</summary>
    internal struct GpioLineInformation
    {
        public fixed byte Name[GpioMaxNameSize];
        public fixed byte Consumer[GpioMaxNameSize];
        public uint Offset;
        public uint AttributeCount;
        public ulong Flags;
        public fixed ulong Attributes[2 * GpioAttributesMax];
        public fixed uint Padding[4];
    }

    /// <summary>struct gpio_v2_line_config_attribute: 24 bytes, of which the first 16 are the attribute.</summary>
    internal struct GpioConfigAttribute
    {
        public uint Id;
        public uint Padding;

        /// <summary>A union: of a debounce period, in µs, only the lower half counts on little-endian machines.</summary>
        public ulong Value;
        public ulong Mask;
    }

    [InlineArray(GpioAttributesMax)]
    internal struct GpioConfigAttributes
    {
        private GpioConfigAttribute _first;
    }

    /// <summary>struct gpio_v2_line_config: 272 bytes.</summary>
    internal struct GpioLineConfig
    {
        public ulong Flags;
        public uint AttributeCount;
        public fixed uint Padding[5];
        public GpioConfigAttributes Attributes;
    }

    /// <summary>struct gpio_v2_line_request: 592 bytes.</summary>
    internal struct GpioLineRequest
    {
        public fixed uint Offsets[GpioLinesMax];
        public fixed byte Consumer[GpioMaxNameSize];
        public GpioLineConfig Config;
        public uint LineCount;
        public uint EventBufferSize;
        public fixed uint Padding[5];
        public int Descriptor;
    }

    /// <summary>struct gpio_v2_line_values: 16 bytes.</summary>
    internal struct GpioLineValues
    {
        public ulong Bits;
        public ulong Mask;
    }

    /// <summary>struct gpio_v2_line_event: 48 bytes.</summary>
    internal struct GpioLineEvent
    {
        public ulong Timestamp;
        public uint Id;
        public uint Offset;
        public uint Sequence;
        public uint LineSequence;
        public fixed uint Padding[6];
    }
}

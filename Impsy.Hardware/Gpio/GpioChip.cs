using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Gpio;

/// <summary>
/// A chip with lines, through the kernel's character device. What is requested of it outlives it, so it is opened,
/// asked and disposed of. Any thread, one at a time.
/// </summary>
public sealed unsafe class GpioChip : IDisposable
{
    private const string Consumer = "impsy";

    private readonly SafeFileHandle _fd;

    /// <param name="path">Such as /dev/gpiochip0; <see cref="GpioChips.Open"/> finds a chip by its name or label.</param>
    /// <exception cref="IOException">Path, operation, reason, and what most likely helps.</exception>
    public GpioChip(string path)
    {
        Path = path;
        int fd = Libc.Open(path, Libc.ReadWrite | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw GpioError.Last(path, "open");
        _fd = new SafeFileHandle(fd, ownsHandle: true);
        Libc.GpioChipInformation information;
        if (Libc.Ioctl(_fd, Libc.GpioGetChipinfo, &information) < 0)
        {
            IOException failure = GpioError.Last(path, "GPIO_GET_CHIPINFO");
            _fd.Dispose();
            throw failure;
        }
        Name = Text(information.Name);
        Label = Text(information.Label);
        LineCount = (int)information.Lines;
    }

    public string Path { get; }

    /// <summary>The kernel's, such as "gpiochip0"; another one after the next start, perhaps.</summary>
    public string Name { get; }

    /// <summary>The maker's, such as "pinctrl-bcm2711".</summary>
    public string Label { get; }

    public int LineCount { get; }

    /// <param name="offset">0..<see cref="LineCount"/>-1.</param>
    /// <exception cref="IOException">There is no such line, or the chip is gone.</exception>
    public GpioLineInfo GetLine(int offset)
    {
        Libc.GpioLineInformation line = new() { Offset = (uint)offset };
        if (Libc.Ioctl(_fd, Libc.GpioGetLineinfo, &line) < 0)
            throw GpioError.Last($"{Path} line {offset}", "GPIO_V2_GET_LINEINFO");
        return new GpioLineInfo(
            offset, Text(line.Name), Text(line.Consumer),
            (line.Flags & Libc.GpioUsed) != 0, (line.Flags & Libc.GpioOutput) != 0);
    }

    /// <summary>By number, or by the name that the board gives it.</summary>
    /// <exception cref="IOException">The chip has none of that number or name; tells what it has.</exception>
    public int FindLine(string line)
    {
        if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            return offset < LineCount
                ? offset
                : throw new IOException($"{Path}: line {offset}: {Label} has the lines 0..{LineCount - 1}");
        }
        for (offset = 0; offset < LineCount; offset++)
        {
            if (GetLine(offset).Name == line)
                return offset;
        }
        throw new IOException($"{Path}: {Label} has no line '{line}'; 'impsy devices' lists them");
    }

    /// <summary>Takes lines as inputs and has both their edges reported.</summary>
    /// <param name="offsets">1..64 lines, all different.</param>
    /// <exception cref="IOException">A line is taken, by whom is told; or the chip cannot do what is asked.</exception>
    public GpioLines RequestInputs(ReadOnlySpan<int> offsets, in GpioInputOptions options)
    {
        Libc.GpioLineRequest request = new() { EventBufferSize = (uint)options.EventBuffer };
        request.Config.Flags = Libc.GpioInput | Libc.GpioEdgeRising | Libc.GpioEdgeFalling
            | (options.ActiveLow ? Libc.GpioActiveLow : 0)
            | options.Bias switch
            {
                GpioBias.PullUp => Libc.GpioBiasPullUp,
                GpioBias.PullDown => Libc.GpioBiasPullDown,
                GpioBias.None => Libc.GpioBiasDisabled,
                _ => 0,
            };
        if (options.DebounceMicroseconds > 0)
            AddAttribute(ref request, Libc.GpioAttributeDebounce, (ulong)options.DebounceMicroseconds, offsets.Length);
        return Request(ref request, offsets);
    }

    /// <summary>Takes one line as an output that begins as inactive.</summary>
    /// <exception cref="IOException">As for <see cref="RequestInputs"/>.</exception>
    public GpioLines RequestOutput(int offset, bool activeLow)
    {
        Libc.GpioLineRequest request = default;
        request.Config.Flags = Libc.GpioOutput | (activeLow ? Libc.GpioActiveLow : 0);
        AddAttribute(ref request, Libc.GpioAttributeOutputValues, 0, 1);
        return Request(ref request, [offset]);
    }

    public void Dispose() => _fd.Dispose();

    private static void AddAttribute(ref Libc.GpioLineRequest request, uint id, ulong value, int lines)
    {
        request.Config.Attributes[(int)request.Config.AttributeCount++] = new Libc.GpioConfigAttribute
        {
            Id = id,
            Value = value,
            Mask = ulong.MaxValue >> (Libc.GpioLinesMax - lines),
        };
    }

    private GpioLines Request(ref Libc.GpioLineRequest request, ReadOnlySpan<int> offsets)
    {
        for (int i = 0; i < offsets.Length; i++)
            request.Offsets[i] = (uint)offsets[i];
        for (int i = 0; i < Consumer.Length; i++)
            request.Consumer[i] = (byte)Consumer[i];
        request.LineCount = (uint)offsets.Length;
        int result;
        fixed (Libc.GpioLineRequest* address = &request)
            result = Libc.Ioctl(_fd, Libc.GpioGetLine, address);
        if (result < 0)
            throw Refusal(offsets);
        string name = $"{Path} line {string.Join(" and ", offsets.ToArray().Select(offset => GetLine(offset)))}";
        return new GpioLines(new SafeFileHandle(request.Descriptor, ownsHandle: true), name, offsets);
    }

    private IOException Refusal(ReadOnlySpan<int> offsets)
    {
        int error = Marshal.GetLastPInvokeError();
        foreach (int offset in offsets)
        {
            if (error == Libc.Ebusy && GetLine(offset) is { IsUsed: true } line)
            {
                string user = line.Consumer.Length == 0 ? "somebody who gives no name" : $"'{line.Consumer}'";
                return new IOException($"{Path}: line {line} is in use by {user}: end that first, or take another");
            }
        }
        Marshal.SetLastPInvokeError(error); // looking at the lines has overwritten it
        return GpioError.Last($"{Path} line {string.Join(" and ", offsets.ToArray())}", "GPIO_V2_GET_LINE");
    }

    private static string Text(byte* name)
    {
        ReadOnlySpan<byte> bytes = new(name, Libc.GpioMaxNameSize);
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

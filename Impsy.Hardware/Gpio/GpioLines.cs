using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Gpio;

/// <summary>
/// Lines that are ours until they are disposed of. A chip that goes away is a value, not an exception. One thread;
/// allocates nothing after construction.
/// </summary>
public sealed unsafe class GpioLines : IDisposable
{
    private const int EventsAtOnce = 64;

    private readonly SafeFileHandle _fd;
    private readonly int[] _offsets;

    internal GpioLines(SafeFileHandle fd, string name, ReadOnlySpan<int> offsets)
    {
        _fd = fd;
        Name = name;
        _offsets = offsets.ToArray();
    }

    /// <summary>For people: the chip and the lines.</summary>
    public string Name { get; }

    /// <summary>The lines' numbers on the chip, in the order of the request.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>Whether a call found the chip gone: these lines will never work again.</summary>
    public bool IsGone { get; private set; }

    internal int Descriptor => (int)_fd.DangerousGetHandle();

    /// <param name="levels">Bit i: line i of the request is active.</param>
    /// <returns>False when the chip is gone.</returns>
    public bool TryRead(out ulong levels)
    {
        Libc.GpioLineValues values = new() { Mask = AllLines };
        bool answered = Check(Libc.Ioctl(_fd, Libc.GpioGetValues, &values));
        levels = answered ? values.Bits : 0;
        return answered;
    }

    /// <summary>Outputs only.</summary>
    /// <param name="levels">Bit i: line i of the request becomes active.</param>
    /// <returns>False when the chip is gone.</returns>
    public bool TryWrite(ulong levels)
    {
        Libc.GpioLineValues values = new() { Bits = levels, Mask = AllLines };
        return Check(Libc.Ioctl(_fd, Libc.GpioSetValues, &values));
    }

    /// <summary>
    /// Edges that have come, oldest first. Only after <see cref="GpioWaiter"/> has said that there are some, or it
    /// waits for one.
    /// </summary>
    /// <returns>How many; 0 when the chip is gone.</returns>
    public int ReadEdges(Span<GpioEdge> edges)
    {
        Libc.GpioLineEvent* events = stackalloc Libc.GpioLineEvent[EventsAtOnce];
        int room = Math.Min(edges.Length, EventsAtOnce);
        nint bytes;
        do
            bytes = Libc.Read(_fd, events, (nuint)(room * sizeof(Libc.GpioLineEvent)));
        while (bytes < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);
        if (!Check((int)bytes))
            return 0;
        int count = (int)bytes / sizeof(Libc.GpioLineEvent);
        for (int i = 0; i < count; i++)
        {
            edges[i] = new GpioEdge(
                (long)events[i].Timestamp, (int)events[i].Offset, events[i].Id == Libc.GpioRisingEdge,
                events[i].LineSequence);
        }
        IsGone |= count == 0;
        return count;
    }

    public void Dispose() => _fd.Dispose();

    private ulong AllLines => ulong.MaxValue >> (Libc.GpioLinesMax - _offsets.Length);

    private bool Check(int result)
    {
        if (result >= 0)
            return true;
        // Anything but a vanished chip would be a request that this class has put together wrongly.
        if (Marshal.GetLastPInvokeError() is Libc.Ebadf or Libc.Efault or Libc.Einval or Libc.Enotty)
            throw LinuxError.Last(Name, "ioctl");
        IsGone = true;
        return false;
    }
}

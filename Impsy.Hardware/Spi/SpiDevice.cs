using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Spi;

/// <summary>
/// A chip on an SPI bus, through the kernel's spidev: words of 8 bits, most significant bit first. One thread;
/// allocates nothing after construction.
/// </summary>
public sealed unsafe class SpiDevice : IDisposable
{
    /// <summary>Messages in one <see cref="TryTransfer"/>.</summary>
    public const int MostMessages = 16;

    private readonly SafeFileHandle _fd;
    private readonly int _speedHz;

    /// <param name="path">Bus and chip select, such as /dev/spidev0.0.</param>
    /// <param name="speedHz">Of the clock; the controller takes the nearest that is not above it.</param>
    /// <param name="mode">0..3: clock polarity in bit 1, phase in bit 0.</param>
    /// <exception cref="IOException">Path, operation, reason, and what most likely helps.</exception>
    public SpiDevice(string path, int speedHz, byte mode = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speedHz);
        Path = path;
        _speedHz = speedHz;
        int fd = Libc.Open(path, Libc.ReadWrite | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw Failure("open");
        _fd = new SafeFileHandle(fd, ownsHandle: true);
        byte bits = 8;
        uint speed = (uint)speedHz;
        try
        {
            Check(Libc.Ioctl(_fd, Libc.SpiWriteMode, &mode), "SPI_IOC_WR_MODE");
            Check(Libc.Ioctl(_fd, Libc.SpiWriteBitsPerWord, &bits), "SPI_IOC_WR_BITS_PER_WORD");
            Check(Libc.Ioctl(_fd, Libc.SpiWriteMaxSpeed, &speed), "SPI_IOC_WR_MAX_SPEED_HZ");
        }
        catch // a half-configured device must not outlive its constructor
        {
            _fd.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>
    /// Sends messages of one length and receives as many bytes meanwhile, with the chip deselected between them: one
    /// system call for all.
    /// </summary>
    /// <param name="send">One message after the other; at most 16.</param>
    /// <param name="receive">As long as <paramref name="send"/>.</param>
    /// <param name="length">Bytes in one message.</param>
    /// <returns>False when the bus is gone. A chip that is not there is no failure of the bus: it reads as noise.</returns>
    public bool TryTransfer(ReadOnlySpan<byte> send, Span<byte> receive, int length)
    {
        int messages = send.Length / length;
        if (messages > MostMessages || receive.Length != send.Length)
            throw new ArgumentException($"{messages} messages, {send.Length} bytes out, {receive.Length} in");
        Libc.SpiTransfer* transfers = stackalloc Libc.SpiTransfer[MostMessages];
        fixed (byte* sent = send)
        fixed (byte* received = receive)
        {
            for (int i = 0; i < messages; i++)
            {
                transfers[i] = new Libc.SpiTransfer
                {
                    Send = (ulong)(sent + i * length),
                    Receive = (ulong)(received + i * length),
                    Length = (uint)length,
                    SpeedHz = (uint)_speedHz,
                    BitsPerWord = 8,
                    // After the last transfer of a message the flag would mean the opposite.
                    Deselect = (byte)(i < messages - 1 ? 1 : 0),
                };
            }
            return Libc.Ioctl(_fd, Libc.SpiMessage(messages), transfers) >= 0;
        }
    }

    public void Dispose() => _fd.Dispose();

    private void Check(int result, string operation)
    {
        if (result < 0)
            throw Failure(operation);
    }

    private IOException Failure(string operation)
    {
        int error = Marshal.GetLastPInvokeError();
        string? advice = error switch
        {
            Libc.Enoent => "no such bus; is it on in the board's configuration (dtparam=spi=on)?",
            Libc.Eacces => "add the user to the group that may: sudo usermod -aG spi USER",
            Libc.Enotty => "this is no SPI device",
            _ => null,
        };
        string reason = $"{Path}: {operation}: {Marshal.GetPInvokeErrorMessage(error)}";
        return new IOException(advice is null ? reason : $"{reason}; {advice}");
    }
}

using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Serial;

/// <summary>
/// A serial line, 8 bits, no parity, 1 stop bit, no flow control, nothing translated. One thread reads and waits;
/// another writes and never waits. A device that goes away is a value, not an exception. Allocates nothing after
/// construction.
/// </summary>
/// <remarks>
/// Opening raises DTR and RTS, as boards with USB of their own (micro:bit, Pico, Arduino Leonardo) want to see before
/// they send; an Arduino Uno takes it for its reset button and is deaf for two seconds. Closing leaves DTR as it is, so
/// opening the port again, after a restart of the instrument, resets nothing.
/// </remarks>
public sealed unsafe class SerialPort : IDisposable
{
    /// <summary>What MIDI says in its standard: bits per second on a DIN cable.</summary>
    public const int MidiBaud = 31_250;

    // Sender and receiver may be apart by some 5 % in a frame of ten bits, and the other side uses up its share.
    private const int ToleratedPercent = 2;

    // For what is still on its way when the port is closed: the last notes end here. A wire that is stuck gets no more.
    private const int FarewellMilliseconds = 100;

    private readonly SafeFileHandle _fd;
    private readonly EventFd _stop;
    private readonly bool _ownsStop;
    private bool _isGone;

    /// <summary>Opens the port for this process alone; what was received before is forgotten.</summary>
    /// <param name="path">A device, or a link to one: /dev/serial/by-id/... names it wherever it is plugged in.</param>
    /// <param name="baud">Bits per second, any number.</param>
    /// <param name="stop">
    /// Rung once to end this port and whatever else was given it; not owned, and not to be cleared. Null: only
    /// <see cref="Stop"/> ends it.
    /// </param>
    /// <exception cref="IOException">Path, operation, reason, and what most likely helps.</exception>
    public SerialPort(string path, int baud, EventFd? stop = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baud);
        Path = path;
        // Not blocking, or opening would wait for a modem's carrier, and writing for room.
        int fd = Libc.Open(
            path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlock | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw SerialError.Last(path, "open");
        _fd = new SafeFileHandle(fd, ownsHandle: true);
        try
        {
            Check(Libc.Ioctl(_fd, Libc.Tiocexcl, null), "TIOCEXCL");
            Baud = Configure(baud);
            AskForLowLatency();
            // It was read by other rules than ours.
            Check(Libc.Ioctl(_fd, Libc.Tcflsh, (void*)Libc.Tciflush), "TCFLSH");
            _ownsStop = stop is null;
            _stop = stop ?? new EventFd();
        }
        catch // a half-configured port must not outlive its constructor
        {
            _fd.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>What the driver makes of the wanted speed, bits per second.</summary>
    public int Baud { get; }

    /// <summary>Whether reading or writing found the device gone. Any thread.</summary>
    public bool IsGone => Volatile.Read(ref _isGone);

    /// <summary>Bytes that were written and are not on the wire yet; -1 when the driver does not tell.</summary>
    public int QueuedOutput
    {
        get
        {
            int bytes;
            return Libc.Ioctl(_fd, Libc.Tiocoutq, &bytes) < 0 ? -1 : bytes;
        }
    }

    /// <summary>Blocks until there are bytes, or never will be. One thread.</summary>
    /// <param name="buffer">Room for 1 byte or more.</param>
    /// <param name="count">Bytes read: 1 or more with <see cref="SerialReadResult.Data"/>, else 0.</param>
    /// <exception cref="IOException">The descriptor itself is broken: a bug.</exception>
    public SerialReadResult Read(Span<byte> buffer, out int count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length);
        count = 0;
        while (!_stop.IsRung)
        {
            nint result;
            fixed (byte* bytes = buffer)
                result = Libc.Read(_fd, bytes, (nuint)buffer.Length);
            if (result > 0)
            {
                count = (int)result;
                return SerialReadResult.Data;
            }
            // With one byte as the least to wait for (VMIN), only a line that has hung up reads as nothing.
            int error = result == 0 ? Libc.Eio : Marshal.GetLastPInvokeError();
            if (error == Libc.Eagain)
                Wait();
            else if (error is Libc.Ebadf or Libc.Efault or Libc.Einval)
                throw LinuxError.Last(Path, "read");
            else if (error != Libc.Eintr)
            {
                Volatile.Write(ref _isGone, true);
                return SerialReadResult.Gone;
            }
        }
        return SerialReadResult.Stopped;
    }

    /// <summary>Hands bytes to the driver without waiting. One thread, which need not be the reading one.</summary>
    /// <returns>How many it took from the front; 0 when it is full, or when the device is gone.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count;
            do
                count = Libc.Write(_fd, start, (nuint)bytes.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);
            if (count >= 0)
                return (int)count;
        }
        if (Marshal.GetLastPInvokeError() != Libc.Eagain)
            Volatile.Write(ref _isGone, true);
        return 0;
    }

    /// <summary>Ends a blocked <see cref="Read"/> and all later ones. Any thread.</summary>
    public void Stop() => _stop.Ring();

    /// <summary>
    /// Gives what was written a moment to leave, and closes. Not while a thread is in <see cref="Read"/>: stop it and
    /// join it first.
    /// </summary>
    public void Dispose()
    {
        long deadline = MonotonicClock.Now() + FarewellMilliseconds * 1_000_000L;
        while (QueuedOutput > 0 && MonotonicClock.Now() < deadline)
            Thread.Sleep(1);
        // Closing would wait for what is stuck, up to 30 s. Only then: for a pseudo-terminal this also takes back what
        // the other side has not read yet.
        if (QueuedOutput > 0)
            _ = Libc.Ioctl(_fd, Libc.Tcflsh, (void*)Libc.Tcoflush);
        _fd.Dispose();
        if (_ownsStop)
            _stop.Dispose();
    }

    // A new state from nothing: whatever a program before us has set would else live on.
    private int Configure(int baud)
    {
        Libc.Termios2 wanted = new()
        {
            // A broken frame is no byte, nor is a line that hangs low (break).
            InputFlags = Libc.Ignbrk | Libc.Ignpar,
            ControlFlags = Libc.Cs8 | Libc.Cread | Libc.Clocal | Libc.Bother, // without HUPCL: see the remarks
            InputSpeed = (uint)baud,
            OutputSpeed = (uint)baud,
        };
        wanted.Characters[Libc.Vmin] = 1;
        wanted.Characters[Libc.Vtime] = 0;
        Libc.Termios2 got;
        Check(Libc.Ioctl(_fd, Libc.Tcsets2, &wanted), "TCSETS2");
        Check(Libc.Ioctl(_fd, Libc.Tcgets2, &got), "TCGETS2");
        if (Math.Abs((long)got.OutputSpeed - baud) * 100 > (long)baud * ToleratedPercent)
        {
            throw new IOException(
                $"{Path}: {baud} baud: the nearest that this port can do is {got.OutputSpeed}; use another adapter");
        }
        return (int)got.OutputSpeed;
    }

    // An FTDI adapter holds received bytes back for 16 ms unless asked not to. Drivers that know nothing of it refuse.
    private void AskForLowLatency()
    {
        Libc.SerialInformation information;
        if (Libc.Ioctl(_fd, Libc.Tiocgserial, &information) < 0)
            return;
        information.Flags |= Libc.AsyncLowLatency;
        _ = Libc.Ioctl(_fd, Libc.Tiocsserial, &information);
    }

    private void Wait()
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[2];
        polls[0] = new Libc.PollFd { Descriptor = (int)_fd.DangerousGetHandle(), Events = Libc.PollIn };
        polls[1] = new Libc.PollFd { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
        if (Libc.Ppoll(polls, 2, null, null) < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last(Path, "ppoll");
    }

    private void Check(int result, string operation)
    {
        if (result < 0)
            throw SerialError.Last(Path, operation);
    }
}

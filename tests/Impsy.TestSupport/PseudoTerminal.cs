using System.Diagnostics;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.TestSupport;

/// <summary>
/// A serial cable without hardware: the instrument opens <see cref="SlavePath"/> as its port, and the test is the
/// device at the other end. One thread.
/// </summary>
public sealed unsafe class PseudoTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly SafeFileHandle _master;
    private readonly byte[] _buffer = new byte[65_536];

    public PseudoTerminal()
    {
        int fd = Libc.Open(
            "/dev/ptmx", Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlock | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw LinuxError.Last("/dev/ptmx", "open");
        _master = new SafeFileHandle(fd, ownsHandle: true);
        int locked = 0;
        uint number;
        if (Libc.Ioctl(_master, Libc.Tiocsptlck, &locked) < 0 || Libc.Ioctl(_master, Libc.Tiocgptn, &number) < 0)
            throw LinuxError.Last("/dev/ptmx", "unlock");
        SlavePath = $"/dev/pts/{number}";
    }

    /// <summary>What to open as a serial port.</summary>
    public string SlavePath { get; }

    /// <summary>Plugs the cable in under a name that can outlive it; one that is there already moves over.</summary>
    public void LinkAs(string path)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, SlavePath);
    }

    /// <summary>Sends everything, waiting while the port is not read.</summary>
    public void Write(params ReadOnlySpan<byte> bytes)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!bytes.IsEmpty)
        {
            int count = TryWrite(bytes);
            bytes = bytes[count..];
            if (count == 0 && watch.Elapsed > s_patience)
                throw new TimeoutException($"{bytes.Length} bytes were not taken");
            if (count == 0)
                Thread.Sleep(1);
        }
    }

    /// <summary>Sends what the port has room for.</summary>
    /// <returns>How many bytes it took.</returns>
    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count = Libc.Write(_master, start, (nuint)bytes.Length);
            if (count < 0 && Marshal.GetLastPInvokeError() is not (Libc.Eagain or Libc.Eintr))
                throw LinuxError.Last(SlavePath, "write");
            return (int)Math.Max(count, 0);
        }
    }

    /// <summary>What has come and was not read yet; may be nothing. Never waits.</summary>
    public byte[] ReadAvailable()
    {
        fixed (byte* start = _buffer)
        {
            nint count = Libc.Read(_master, start, (nuint)_buffer.Length);
            // EIO: nobody has the port open, now.
            if (count < 0 && Marshal.GetLastPInvokeError() is not (Libc.Eagain or Libc.Eintr or Libc.Eio))
                throw LinuxError.Last(SlavePath, "read");
            return _buffer[..(int)Math.Max(count, 0)];
        }
    }

    /// <summary>Waits until so many bytes have come, and gives all there are.</summary>
    public byte[] Read(int least)
    {
        List<byte> bytes = [];
        Wait.Until(
            () =>
            {
                bytes.AddRange(ReadAvailable());
                return bytes.Count >= least;
            },
            s_patience,
            () => $"{bytes.Count} bytes came instead of {least}: {Convert.ToHexString([.. bytes])}");
        return [.. bytes];
    }

    /// <summary>Pulls the plug: the port is gone for whoever has it open.</summary>
    public void HangUp() => _master.Dispose();

    public void Dispose() => _master.Dispose();
}

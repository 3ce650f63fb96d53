using Impsy.Hardware.Linux;
using Impsy.Hardware.Serial;
using Impsy.TestSupport;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Tests.Serial;

public sealed unsafe class SerialPortTests
{
    [Fact]
    public void Every_byte_arrives_untranslated_both_ways()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        device.Write(all);
        Assert.Equal(all, Read(port, all.Length));
        Assert.Equal(all.Length, port.Write(all));
        Assert.Equal(all, device.Read(all.Length));
    }

    [Theory]
    [InlineData(31_250)]
    [InlineData(115_200)]
    [InlineData(9_600)]
    [InlineData(1_000_003)]
    public void The_line_has_exactly_the_speed_that_was_asked_for(int baud)
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, baud);
        Assert.Equal(baud, port.Baud);
        // As another process sees it.
        int fd = Libc.Open(device.SlavePath, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlock, 0);
        if (fd < 0)
            return; // not root: the port is ours alone
        using SafeFileHandle other = new(fd, ownsHandle: true);
        Libc.Termios2 state;
        Assert.Equal(0, Libc.Ioctl(other, Libc.Tcgets2, &state));
        Assert.Equal(
            ((uint)baud, (uint)baud, 0u, 0u),
            (state.InputSpeed, state.OutputSpeed, state.OutputFlags, state.LocalFlags));
    }

    [Fact]
    public void A_link_is_followed()
    {
        string folder = Directory.CreateTempSubdirectory("impsy-serial-").FullName;
        try
        {
            string link = Path.Combine(folder, "usb-Device_1234");
            using PseudoTerminal device = new();
            device.LinkAs(link);
            using SerialPort port = new(link, 115_200);
            device.Write(7);
            Assert.Equal([7], Read(port, 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_comes_in_one_go_is_read_in_one_go()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        device.Write(1, 2, 3);
        byte[] buffer = new byte[2];
        Assert.Equal((SerialReadResult.Data, 2), (port.Read(buffer, out int count), count));
        Assert.Equal([1, 2], buffer);
        Assert.Equal((SerialReadResult.Data, 1), (port.Read(buffer, out count), count));
        Assert.Equal(3, buffer[0]);
    }

    [Fact]
    public void A_blocked_reader_is_stopped_and_stays_so()
    {
        using PseudoTerminal device = new();
        using EventFd stop = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud, stop);
        SerialReadResult result = SerialReadResult.Data;
        Thread reader = new(() => result = port.Read(new byte[8], out _));
        reader.Start();
        Thread.Sleep(30); // most likely it blocks by now; the outcome is the same if it does not
        stop.Ring();
        reader.Join();
        Assert.Equal(SerialReadResult.Stopped, result);
        device.Write(1);
        Assert.Equal(SerialReadResult.Stopped, port.Read(new byte[8], out _));
    }

    [Fact]
    public void A_port_can_be_stopped_without_a_bell_of_the_callers()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        port.Stop();
        Assert.Equal(SerialReadResult.Stopped, port.Read(new byte[8], out _));
    }

    [Fact]
    public void A_device_that_goes_away_is_a_value_for_a_blocked_reader()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        SerialReadResult result = SerialReadResult.Data;
        Thread reader = new(() => result = port.Read(new byte[8], out _));
        reader.Start();
        Thread.Sleep(30); // most likely it blocks by now; the outcome is the same if it does not
        device.HangUp();
        reader.Join();
        Assert.Equal((SerialReadResult.Gone, true), (result, port.IsGone));
        Assert.Equal(SerialReadResult.Gone, port.Read(new byte[8], out _));
    }

    [Fact]
    public void A_device_that_goes_away_is_a_value_for_the_writer()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        Assert.Equal((1, false), (port.Write([1]), port.IsGone));
        device.HangUp();
        Assert.Equal((0, true), (port.Write([1]), port.IsGone));
        Assert.Equal(0, port.Write([1]));
    }

    [Fact]
    public void A_device_that_reads_nothing_never_makes_the_writer_wait()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        byte[] bytes = new byte[1000];
        long taken = 0;
        int last;
        do
        {
            last = port.Write(bytes);
            taken += last;
        }
        while (last > 0);
        Assert.InRange(taken, 1, 1_000_000);
        Assert.False(port.IsGone);
        // Nothing of what was taken is lost, and there is room again.
        Assert.Equal(new byte[taken], device.Read((int)taken));
        Assert.Equal(3, port.Write([1, 2, 3]));
    }

    [Fact]
    public void What_was_written_before_closing_arrives()
    {
        using PseudoTerminal device = new();
        using (SerialPort port = new(device.SlavePath, SerialPort.MidiBaud))
            port.Write([0x90, 0x3C, 0x00]);
        Assert.Equal([0x90, 0x3C, 0x00], device.Read(3));
    }

    [Fact]
    public void A_port_can_be_opened_again()
    {
        using PseudoTerminal device = new();
        for (int i = 0; i < 3; i++)
        {
            using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
            device.Write((byte)i);
            Assert.Equal([(byte)i], Read(port, 1));
        }
    }

    [Fact]
    public void What_waits_is_told_or_said_to_be_unknown()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        Assert.Equal(0, port.QueuedOutput); // a pseudo-terminal has no wire to wait for
        device.HangUp();
        Assert.Equal(-1, port.QueuedOutput);
    }

    [Theory]
    [InlineData(
        "/dev/impsy-none",
        "open: No such file or directory; no such port; is it plugged in? 'impsy devices' lists those that are there")]
    [InlineData("/dev/null", "TIOCEXCL: Inappropriate ioctl for device; this is no serial port")]
    public void A_port_that_cannot_be_opened_says_why_and_what_helps(string path, string message) => Assert.Equal(
        $"{path}: {message}", Assert.Throws<IOException>(() => new SerialPort(path, 115_200)).Message);

    [Fact]
    public void Who_has_a_device_can_be_found_out()
    {
        using PseudoTerminal device = new();
        Assert.Null(DeviceHolder.Find(device.SlavePath));
        using System.Diagnostics.Process holder = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", ["-c", "exec sleep 60 <\"$0\"", device.SlavePath]))!;
        try
        {
            Wait.Until(
                () => DeviceHolder.Find(device.SlavePath) is not null, TimeSpan.FromSeconds(20), () => "not found");
            Assert.Contains($"(process {holder.Id})", DeviceHolder.Find(device.SlavePath), StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill();
            holder.WaitForExit();
        }
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        using PseudoTerminal device = new();
        using SerialPort port = new(device.SlavePath, SerialPort.MidiBaud);
        byte[] bytes = [1, 2, 3];
        long allocated = 0;
        for (int i = 0; i < 1000; i++)
        {
            device.Write(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            SerialReadResult result = port.Read(bytes, out _);
            int taken = port.Write(bytes);
            _ = port.QueuedOutput;
            if (i > 0) // the first call compiles
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal((SerialReadResult.Data, 3), (result, taken));
            device.ReadAvailable();
        }
        Assert.Equal(0, allocated);
    }

    private static byte[] Read(SerialPort port, int count)
    {
        List<byte> bytes = [];
        byte[] buffer = new byte[4096];
        while (bytes.Count < count)
        {
            using Timer lost = new(_ => port.Stop(), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
            Assert.Equal(SerialReadResult.Data, port.Read(buffer, out int length));
            bytes.AddRange(buffer.AsSpan(0, length));
        }
        return [.. bytes];
    }
}

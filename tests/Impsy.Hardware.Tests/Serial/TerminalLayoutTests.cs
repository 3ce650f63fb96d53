using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Tests.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Serial;

public sealed unsafe class TerminalLayoutTests
{
    private static readonly string s_source = Path.Combine(
        Repository.Root, "tests", "Impsy.Hardware.Tests", "Serial", "terminal.c");

    [Fact]
    public void Structures_and_numbers_are_those_of_the_stored_headers() =>
        Assert.Equal(CProgram.Stored(s_source), Ours());

    [CompilerFact]
    public void Structures_and_numbers_are_those_of_this_machines_headers() =>
        Assert.Equal(CProgram.Run(s_source), Ours());

    private static string[] Ours() =>
    [
        $"sizeof(struct termios2) {sizeof(Libc.Termios2)}",
        $"struct termios2.c_iflag {Offset<Libc.Termios2>("InputFlags")}",
        $"struct termios2.c_oflag {Offset<Libc.Termios2>("OutputFlags")}",
        $"struct termios2.c_cflag {Offset<Libc.Termios2>("ControlFlags")}",
        $"struct termios2.c_lflag {Offset<Libc.Termios2>("LocalFlags")}",
        $"struct termios2.c_line {Offset<Libc.Termios2>("Line")}",
        $"struct termios2.c_cc {Offset<Libc.Termios2>("Characters")}",
        $"struct termios2.c_ispeed {Offset<Libc.Termios2>("InputSpeed")}",
        $"struct termios2.c_ospeed {Offset<Libc.Termios2>("OutputSpeed")}",
        $"sizeof(struct serial_struct) {sizeof(Libc.SerialInformation)}",
        $"struct serial_struct.flags {Offset<Libc.SerialInformation>("Flags")}",
        $"O_RDWR {Libc.ReadWrite}",
        $"O_NOCTTY {Libc.NoControllingTerminal}",
        $"O_NONBLOCK {Libc.NonBlock}",
        $"O_CLOEXEC {Libc.CloseOnExec}",
        $"POLLERR {Libc.PollErr}",
        $"POLLHUP {Libc.PollHup}",
        $"TCFLSH {Libc.Tcflsh}",
        $"TIOCEXCL {Libc.Tiocexcl}",
        $"TIOCOUTQ {Libc.Tiocoutq}",
        $"TIOCGSERIAL {Libc.Tiocgserial}",
        $"TIOCSSERIAL {Libc.Tiocsserial}",
        $"TCGETS2 {Libc.Tcgets2}",
        $"TCSETS2 {Libc.Tcsets2}",
        $"TIOCGPTN {Libc.Tiocgptn}",
        $"TIOCSPTLCK {Libc.Tiocsptlck}",
        $"TCIFLUSH {Libc.Tciflush}",
        $"TCOFLUSH {Libc.Tcoflush}",
        $"IGNBRK {Libc.Ignbrk}",
        $"IGNPAR {Libc.Ignpar}",
        $"CS8 {Libc.Cs8}",
        $"CREAD {Libc.Cread}",
        $"CLOCAL {Libc.Clocal}",
        $"BOTHER {Libc.Bother}",
        $"VTIME {Libc.Vtime}",
        $"VMIN {Libc.Vmin}",
        $"ASYNC_LOW_LATENCY {Libc.AsyncLowLatency}",
        $"EIO {Libc.Eio}",
        $"ENXIO {Libc.Enxio}",
        $"EACCES {Libc.Eacces}",
        $"EBUSY {Libc.Ebusy}",
        $"ENODEV {Libc.Enodev}",
        $"ENOTTY {Libc.Enotty}",
        $"ENOSPC {Libc.Enospc}",
    ];

    private static nint Offset<T>(string field) => Marshal.OffsetOf<T>(field);
}

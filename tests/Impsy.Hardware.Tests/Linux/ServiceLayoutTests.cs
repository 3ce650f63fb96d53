using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Linux;

public sealed unsafe class ServiceLayoutTests
{
    private static readonly string s_source = Path.Combine(
        Repository.Root, "tests", "Impsy.Hardware.Tests", "Linux", "service.c");

    [Fact]
    public void Structures_and_numbers_are_those_of_the_stored_headers() =>
        Assert.Equal(CProgram.Stored(s_source), Ours());

    [CompilerFact]
    public void Structures_and_numbers_are_those_of_this_machines_headers() =>
        Assert.Equal(CProgram.Run(s_source), Ours());

    private static string[] Ours() =>
    [
        $"sizeof(struct sockaddr_un) {sizeof(Libc.UnixAddress)}",
        $"struct sockaddr_un.sun_family {Offset<Libc.UnixAddress>("Family")}",
        $"struct sockaddr_un.sun_path {Offset<Libc.UnixAddress>("Path")}",
        $"sizeof(struct inotify_event) {sizeof(Libc.InotifyEvent)}",
        $"struct inotify_event.wd {Offset<Libc.InotifyEvent>("Watch")}",
        $"struct inotify_event.mask {Offset<Libc.InotifyEvent>("Mask")}",
        $"struct inotify_event.cookie {Offset<Libc.InotifyEvent>("Cookie")}",
        $"struct inotify_event.len {Offset<Libc.InotifyEvent>("NameLength")}",
        $"struct inotify_event.name {sizeof(Libc.InotifyEvent)}",
        $"struct statx.stx_mode {Offset<Libc.StatxBuffer>("Mode")}",
        $"AF_UNIX {Libc.AfUnix}",
        $"SOCK_STREAM {Libc.SockStream}",
        $"SOCK_NONBLOCK {Libc.NonBlock}",
        $"SOCK_CLOEXEC {Libc.CloseOnExec}",
        $"MSG_NOSIGNAL {Libc.MsgNosignal}",
        $"ECONNREFUSED {Libc.Econnrefused}",
        $"STATX_TYPE {Libc.StatxType}",
        $"S_IFMT {Libc.TypeOfFile}",
        $"S_IFSOCK {Libc.TypeSocket}",
        $"SEEK_SET {Libc.SeekSet}",
        $"PROT_READ {Libc.ProtRead}",
        $"PROT_WRITE {Libc.ProtWrite}",
        $"MAP_SHARED {Libc.MapShared}",
        $"IN_NONBLOCK {Libc.NonBlock}",
        $"IN_CLOEXEC {Libc.CloseOnExec}",
        $"IN_CLOSE_WRITE {Libc.InCloseWrite}",
        $"IN_MOVED_TO {Libc.InMovedTo}",
        $"IN_DELETE_SELF {Libc.InDeleteSelf}",
        $"IN_MOVE_SELF {Libc.InMoveSelf}",
        $"IN_Q_OVERFLOW {Libc.InQueueOverflow}",
        $"IN_IGNORED {Libc.InIgnored}",
        $"IN_ONLYDIR {Libc.InOnlydir}",
    ];

    private static nint Offset<T>(string field) => Marshal.OffsetOf<T>(field);
}

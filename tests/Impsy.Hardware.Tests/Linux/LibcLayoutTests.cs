using System.Diagnostics;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Linux;

public sealed unsafe class LibcLayoutTests
{
    private static readonly string s_source = Path.Combine(
        Repository.Root, "tests", "Impsy.Hardware.Tests", "Linux", "layouts.c");

    [Fact]
    public void Structures_and_numbers_are_those_of_the_stored_headers() => Assert.Equal(Stored(), Ours());

    [CompilerFact]
    public void Structures_and_numbers_are_those_of_this_machines_headers()
    {
        string program = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Equal("", Run("cc", "-Wall", "-o", program, s_source));
            string[] lines = Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(lines, Ours());
            Assert.Equal(lines, Stored());
        }
        finally
        {
            File.Delete(program);
        }
    }

    private static string[] Stored() =>
        [.. File.ReadLines(Path.ChangeExtension(s_source, ".txt")).Where(line => line[0] != '#')];

    private static string[] Ours() => [.. Structures(), .. Addresses(), .. Numbers()];

    private static string[] Structures() =>
    [
        $"sizeof(struct timespec) {sizeof(Libc.Timespec)}",
        $"struct timespec.tv_sec {Offset<Libc.Timespec>("Seconds")}",
        $"struct timespec.tv_nsec {Offset<Libc.Timespec>("Nanoseconds")}",
        $"sizeof(struct itimerspec) {sizeof(Libc.TimerSpec)}",
        $"struct itimerspec.it_interval {Offset<Libc.TimerSpec>("Interval")}",
        $"struct itimerspec.it_value {Offset<Libc.TimerSpec>("Value")}",
        $"sizeof(struct pollfd) {sizeof(Libc.PollFd)}",
        $"struct pollfd.fd {Offset<Libc.PollFd>("Descriptor")}",
        $"struct pollfd.events {Offset<Libc.PollFd>("Events")}",
        $"struct pollfd.revents {Offset<Libc.PollFd>("Returned")}",
        $"sizeof(struct statx) {sizeof(Libc.StatxBuffer)}",
        $"struct statx.stx_nlink {Offset<Libc.StatxBuffer>("Links")}",
        $"struct statx.stx_ctime.tv_sec {Offset<Libc.StatxBuffer>("ChangeSeconds")}",
        $"struct statx.stx_ctime.tv_nsec {Offset<Libc.StatxBuffer>("ChangeNanoseconds")}",
        $"sizeof(struct sched_param) {sizeof(Libc.SchedParam)}",
        $"struct sched_param.sched_priority {Offset<Libc.SchedParam>("Priority")}",
        $"sizeof(struct iovec) {sizeof(Libc.IoVector)}",
        $"struct iovec.iov_base {Offset<Libc.IoVector>("Base")}",
        $"struct iovec.iov_len {Offset<Libc.IoVector>("Length")}",
        $"sizeof(struct msghdr) {sizeof(Libc.MessageHeader)}",
        $"struct msghdr.msg_name {Offset<Libc.MessageHeader>("Name")}",
        $"struct msghdr.msg_namelen {Offset<Libc.MessageHeader>("NameLength")}",
        $"struct msghdr.msg_iov {Offset<Libc.MessageHeader>("Vectors")}",
        $"struct msghdr.msg_iovlen {Offset<Libc.MessageHeader>("VectorCount")}",
        $"struct msghdr.msg_control {Offset<Libc.MessageHeader>("Control")}",
        $"struct msghdr.msg_controllen {Offset<Libc.MessageHeader>("ControlLength")}",
        $"struct msghdr.msg_flags {Offset<Libc.MessageHeader>("Flags")}",
        $"sizeof(struct cmsghdr) {sizeof(Libc.ControlHeader)}",
        $"struct cmsghdr.cmsg_len {Offset<Libc.ControlHeader>("Length")}",
        $"struct cmsghdr.cmsg_level {Offset<Libc.ControlHeader>("Level")}",
        $"struct cmsghdr.cmsg_type {Offset<Libc.ControlHeader>("Type")}",
    ];

    // UdpAddress is both structures at once.
    private static string[] Addresses() =>
    [
        $"sizeof(struct sockaddr_in6) {sizeof(UdpAddress)}",
        $"struct sockaddr_in.sin_family {Offset<UdpAddress>("_family")}",
        $"struct sockaddr_in.sin_port {Offset<UdpAddress>("_port")}",
        $"struct sockaddr_in.sin_addr {Offset<UdpAddress>("_ipv4")}",
        $"struct sockaddr_in6.sin6_family {Offset<UdpAddress>("_family")}",
        $"struct sockaddr_in6.sin6_port {Offset<UdpAddress>("_port")}",
        $"struct sockaddr_in6.sin6_addr {Offset<UdpAddress>("_ipv6Upper")}",
        $"struct sockaddr_in6.sin6_scope_id {Offset<UdpAddress>("_scope")}",
        $"sizeof(struct sockaddr_in) {new UdpAddress(System.Net.IPAddress.Any, 0).Length}",
    ];

    private static string[] Numbers() =>
    [
        $"CLOCK_REALTIME {Libc.ClockRealtime}",
        $"CLOCK_MONOTONIC {Libc.ClockMonotonic}",
        $"TFD_TIMER_ABSTIME {Libc.TimerAbstime}",
        $"TFD_NONBLOCK {Libc.NonBlock}",
        $"TFD_CLOEXEC {Libc.CloseOnExec}",
        $"EFD_NONBLOCK {Libc.NonBlock}",
        $"EFD_CLOEXEC {Libc.CloseOnExec}",
        $"SOCK_CLOEXEC {Libc.CloseOnExec}",
        $"POLLIN {Libc.PollIn}",
        $"AT_FDCWD {Libc.AtCurrentFolder}",
        $"AT_EMPTY_PATH {Libc.AtEmptyPath}",
        $"STATX_NLINK {Libc.StatxNlink}",
        $"STATX_CTIME {Libc.StatxCtime}",
        $"SCHED_FIFO {Libc.SchedFifo}",
        $"PR_SET_TIMERSLACK {Libc.PrSetTimerslack}",
        $"MCL_CURRENT {Libc.MclCurrent}",
        $"MCL_FUTURE {Libc.MclFuture}",
        $"MCL_ONFAULT {Libc.MclOnfault}",
        $"AF_INET {Libc.AfInet}",
        $"AF_INET6 {Libc.AfInet6}",
        $"SOCK_DGRAM {Libc.SockDgram}",
        $"SOL_SOCKET {Libc.SolSocket}",
        $"SO_BROADCAST {Libc.SoBroadcast}",
        $"SO_RCVBUF {Libc.SoRcvbuf}",
        $"SO_TIMESTAMPNS {Libc.SoTimestampns}",
        $"SO_RXQ_OVFL {Libc.SoRxqOvfl}",
        $"IPPROTO_IP {Libc.IpprotoIp}",
        $"IP_FREEBIND {Libc.IpFreebind}",
        $"IPPROTO_IPV6 {Libc.IpprotoIpv6}",
        $"IPV6_V6ONLY {Libc.Ipv6V6only}",
        $"IPV6_FREEBIND {Libc.Ipv6Freebind}",
        $"MSG_DONTWAIT {Libc.MsgDontwait}",
        $"MSG_TRUNC {Libc.MsgTrunc}",
        $"EINTR {Libc.Eintr}",
        $"EBADF {Libc.Ebadf}",
        $"EAGAIN {Libc.Eagain}",
        $"EFAULT {Libc.Efault}",
        $"EINVAL {Libc.Einval}",
        $"ENOTSOCK {Libc.Enotsock}",
        $"EAFNOSUPPORT {Libc.Eafnosupport}",
    ];

    private static nint Offset<T>(string field) => Marshal.OffsetOf<T>(field);

    private static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}

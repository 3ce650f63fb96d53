using Impsy.Daemon.Service;

namespace Impsy.Daemon.Tests.Service;

public class ServiceEnvironmentTests
{
    [Theory]
    [InlineData("", null, 0L, null, null)]
    [InlineData("NOTIFY_SOCKET=@/org/x WATCHDOG_USEC=2000000", "@/org/x", 2_000_000_000L, null, null)]
    [InlineData("WATCHDOG_USEC=2000000 WATCHDOG_PID=7", null, 2_000_000_000L, null, null)]
    [InlineData("WATCHDOG_USEC=2000000 WATCHDOG_PID=8", null, 0L, null, null)] // our parent's
    [InlineData("WATCHDOG_USEC=-1", null, 0L, null, null)]
    [InlineData("WATCHDOG_USEC=soon", null, 0L, null, null)]
    [InlineData("WATCHDOG_USEC=9223372036854775807", null, 0L, null, null)]
    [InlineData("RUNTIME_DIRECTORY=/run/impsy STATE_DIRECTORY=/var/lib/impsy", null, 0L, "/run/impsy", "/var/lib/impsy/state")]
    [InlineData("RUNTIME_DIRECTORY=/run/a:/run/b STATE_DIRECTORY=/s/models:/s/state:/s/logs", null, 0L, "/run/a", "/s/state")]
    public void What_systemd_says_is_read(string text, string? socket, long watchdog, string? runtime, string? state)
    {
        Dictionary<string, string> variables = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        Assert.Equal(
            new ServiceEnvironment(socket, watchdog, runtime, state),
            ServiceEnvironment.Read(variables.GetValueOrDefault, processId: 7));
    }
}

namespace Impsy.Daemon.Config;

/// <summary>The [webui] table: where Python IMPSY's separate web page talks to it, on this machine only.</summary>
/// <param name="MonitorPort">UDP port that every event is shown to, 1..65535.</param>
/// <param name="CommandPort">UDP port that commands come from, 1..65535.</param>
internal sealed record WebUiConfig(int MonitorPort, int CommandPort)
{
    public static WebUiConfig Read(ConfigSection section) => new(
        section.Port("monitor_port", 4001),
        section.Port("command_port", 4002));
}

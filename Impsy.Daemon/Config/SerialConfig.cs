namespace Impsy.Daemon.Config;

/// <summary>The [serial] table: lines of comma-separated numbers.</summary>
/// <param name="Port">Path of the device, such as /dev/ttyACM0.</param>
/// <param name="Baudrate">50..4000000; which of them the device can do shows when it is opened.</param>
internal sealed record SerialConfig(string Port, int Baudrate)
{
    private const int MinBaudrate = 50;
    private const int MaxBaudrate = 4_000_000;

    public static SerialConfig Read(ConfigSection section) => new(
        section.Device("port") ?? section.Missing("port", "a device such as /dev/ttyACM0", ""),
        section.Integer("baudrate", MinBaudrate, MaxBaudrate, fallback: 115_200));
}

using System.Globalization;

namespace Impsy.Daemon.Service;

/// <summary>What systemd tells a service by its environment; all of it is absent when a person starts us.</summary>
/// <param name="NotifySocket">Where systemd listens for our news; null: nobody does.</param>
/// <param name="WatchdogNs">How long systemd waits for a sign of life before it kills us; 0: for ever.</param>
/// <param name="RuntimeFolder">For what lives as long as the machine runs; null: nowhere.</param>
/// <param name="StateFolder">For what outlives the power; null: nowhere.</param>
internal sealed record ServiceEnvironment(
    string? NotifySocket, long WatchdogNs, string? RuntimeFolder, string? StateFolder)
{
    private const string StateName = "state";

    /// <summary>Of this process.</summary>
    public static ServiceEnvironment Current { get; } =
        Read(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>Notes that sound, for a successor to end.</summary>
    public string? SoundingPath => RuntimeFolder is null ? null : Path.Combine(RuntimeFolder, "sounding");

    public string? ControlPath => RuntimeFolder is null ? null : Path.Combine(RuntimeFolder, "control.sock");

    /// <param name="variable">Of the environment, by name; null or empty when it is not set.</param>
    public static ServiceEnvironment Read(Func<string, string?> variable, int processId)
    {
        string? states = NonEmpty(variable("STATE_DIRECTORY"));
        return new ServiceEnvironment(
            NonEmpty(variable("NOTIFY_SOCKET")),
            ReadWatchdog(variable, processId),
            NonEmpty(variable("RUNTIME_DIRECTORY"))?.Split(':')[0],
            states is null ? null : StateIn(states.Split(':')));
    }

    // A unit may have several folders for its state: models, logs, and this.
    private static string StateIn(string[] folders) =>
        Array.Find(folders, folder => Path.GetFileName(folder) == StateName) ?? Path.Combine(folders[0], StateName);

    private static long ReadWatchdog(Func<string, string?> variable, int processId)
    {
        // Inherited from a parent that systemd watches, it is not for us.
        if (NonEmpty(variable("WATCHDOG_PID")) is { } wanted
            && wanted != processId.ToString(CultureInfo.InvariantCulture))
        {
            return 0;
        }
        const long MostMicroseconds = long.MaxValue / 1000;
        return long.TryParse(
            variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds <= MostMicroseconds ? microseconds * 1000 : 0;
    }

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

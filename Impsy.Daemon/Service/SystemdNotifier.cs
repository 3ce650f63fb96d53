using System.Globalization;
using System.Text;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Tells systemd how the service is, as sd_notify(3) describes it: one datagram each. Without systemd it tells nobody.
/// Any thread of ordinary priority.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private const int Attempts = 20;
    private const int PauseMilliseconds = 10; // systemd is behind, at boot

    private readonly UnixDatagramSender? _sender;

    /// <param name="socket">Null: nobody listens.</param>
    /// <exception cref="IOException">It cannot be the name of a socket.</exception>
    public SystemdNotifier(string? socket) => _sender = socket is null ? null : new UnixDatagramSender(socket);

    /// <summary>Whether there is somebody to tell.</summary>
    public bool IsListening => _sender is not null;

    /// <summary>Signs of life are sent with it, by the performance thread; null: nobody wants them.</summary>
    public UnixDatagramSender? Sender => _sender;

    /// <summary>It plays: at the start, and again after <see cref="Reloading"/>.</summary>
    public void Ready() => Send("READY=1"u8);

    /// <param name="now">Monotonic nanoseconds, for systemd to tell this reload from the one before it.</param>
    public void Reloading(long now) => Send(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={now / 1000}")));

    public void Stopping() => Send("STOPPING=1"u8);

    /// <summary>What `systemctl status` shows. Not worth a second attempt: there will be another.</summary>
    /// <param name="assignment">STATUS= and one line.</param>
    /// <returns>False when it was not taken.</returns>
    public bool TryStatus(ReadOnlySpan<byte> assignment) => _sender?.TrySend(assignment) ?? true;

    public void Dispose() => _sender?.Dispose();

    private void Send(ReadOnlySpan<byte> assignments)
    {
        for (int i = 0; _sender is { } sender && i < Attempts && !sender.TrySend(assignments); i++)
            Thread.Sleep(PauseMilliseconds);
    }
}

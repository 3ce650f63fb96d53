using Impsy.Hardware.Midi;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Alsa;

/// <summary>Says what an event of the sequencer means for the instrument. Pure; any thread.</summary>
/// <param name="OwnClient">The client that has the ports.</param>
/// <param name="OtherOwnClient">The client that draws the cables.</param>
/// <param name="AnnouncePort">The own port that hears of others.</param>
/// <param name="Queue">By which incoming messages are stamped.</param>
internal readonly record struct AlsaTranslator(byte OwnClient, byte OtherOwnClient, byte AnnouncePort, byte Queue)
{
    /// <param name="clock">Of <see cref="Queue"/>.</param>
    /// <param name="quietAt">Monotonic nanoseconds: when there was nothing to read, last.</param>
    /// <param name="now">Monotonic nanoseconds, after the event was read.</param>
    /// <returns>False for what nobody needs to know.</returns>
    internal bool TryTranslate(
        in Native.Event from, in QueueClock clock, long quietAt, long now, out AlsaEvent told)
    {
        told = default;
        if (from.Destination.Port == AnnouncePort)
            return from.Source.Client == Native.SystemClient && TryTranslateAnnouncement(from, now, out told);
        if (!AlsaMessages.TryRead(from, out MidiMessage message))
            return false;
        told = new AlsaEvent(
            AlsaEventKind.Midi,
            message,
            Stamp(from, clock, quietAt, now),
            Address(from.Source),
            from.Destination.Port);
        return true;
    }

    private bool TryTranslateAnnouncement(in Native.Event from, long now, out AlsaEvent told)
    {
        told = default;
        if (from.Type is Native.EventType.PortSubscribed or Native.EventType.PortUnsubscribed)
        {
            return TryTranslateCable(
                from.Type == Native.EventType.PortSubscribed ? AlsaEventKind.Connected : AlsaEventKind.Disconnected,
                from.Sender, from.Receiver, now, out told);
        }
        AlsaEventKind? kind = from.Type switch
        {
            Native.EventType.PortStart or Native.EventType.PortChange => AlsaEventKind.PortAdded,
            Native.EventType.PortExit => AlsaEventKind.PortGone,
            _ => null, // of clients: what matters is their ports, and each of those is announced, too
        };
        if (kind is null || !IsForeign(from.Announced))
            return false;
        told = new AlsaEvent(kind.Value, default, now, Address(from.Announced), -1);
        return true;
    }

    private bool TryTranslateCable(
        AlsaEventKind kind, Native.Address sender, Native.Address receiver, long now, out AlsaEvent told)
    {
        bool isOurs = sender.Client == OwnClient
            ? IsForeign(receiver)
            : receiver.Client == OwnClient && IsForeign(sender);
        bool isOut = sender.Client == OwnClient;
        told = isOurs
            ? new AlsaEvent(kind, default, now, Address(isOut ? receiver : sender), (isOut ? sender : receiver).Port)
            : default;
        return isOurs;
    }

    private bool IsForeign(Native.Address address) =>
        address.Client != Native.SystemClient && address.Client != OwnClient && address.Client != OtherOwnClient;

    private long Stamp(in Native.Event from, in QueueClock clock, long quietAt, long now)
    {
        const byte TimeMask = Native.TimeStampReal | Native.TimeModeRelative;
        return from.Queue == Queue && (from.Flags & TimeMask) == Native.TimeStampReal
            ? clock.ToMonotonic(from.Time.Seconds * 1_000_000_000L + from.Time.Nanoseconds, now, quietAt)
            : now;
    }

    private static AlsaAddress Address(Native.Address address) => new(address.Client, address.Port);
}

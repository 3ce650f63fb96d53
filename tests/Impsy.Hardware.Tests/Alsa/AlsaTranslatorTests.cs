using Impsy.Hardware.Alsa;
using Impsy.Hardware.Midi;
using Impsy.TestSupport;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Tests.Alsa;

public sealed class AlsaTranslatorTests
{
    private const byte Own = 128;
    private const byte Control = 129;
    private const byte Announce = 0;
    private const byte In = 1;
    private const byte Out = 2;
    private const byte Queue = 3;
    private const long Now = 50_000_000_000;

    private static readonly AlsaTranslator s_translator = new(Own, Control, Announce, Queue);

    [Fact]
    public void A_message_comes_with_its_source_its_port_and_the_kernels_time()
    {
        Native.Event note = Message(new MidiMessage(0x91, 60, 64), Address(20, 1), In);
        note.Queue = Queue;
        note.Flags = Native.TimeStampReal;
        note.Time = new Native.RealTime { Seconds = 9, Nanoseconds = 990_000_000 };
        Assert.Equal(
            new AlsaEvent(
                AlsaEventKind.Midi, new MidiMessage(0x91, 60, 64), Now - 10_000_000, new AlsaAddress(20, 1), In),
            Translate(note));
    }

    [Theory]
    [InlineData(Queue, 0)] // in ticks
    [InlineData(Queue, Native.TimeStampReal | Native.TimeModeRelative)]
    [InlineData(Queue + 1, Native.TimeStampReal)] // of someone else's queue
    [InlineData(Native.QueueDirect, 0)]
    public void A_message_without_a_stamp_of_ours_happens_when_it_is_read(byte queue, byte flags)
    {
        Native.Event note = Message(new MidiMessage(0x91, 60, 64), Address(20, 1), In);
        note.Queue = queue;
        note.Flags = flags;
        note.Time = new Native.RealTime { Seconds = 9, Nanoseconds = 990_000_000 };
        Assert.Equal(Now, Translate(note)?.Stamp);
    }

    [Fact]
    public void Ports_of_others_come_and_go() => Assert.Equal(
        [
            new AlsaEvent(AlsaEventKind.PortAdded, default, Now, new AlsaAddress(24, 0), -1),
            new AlsaEvent(AlsaEventKind.PortAdded, default, Now, new AlsaAddress(24, 0), -1),
            new AlsaEvent(AlsaEventKind.PortGone, default, Now, new AlsaAddress(24, 0), -1),
        ],
        ((Native.EventType[])[Native.EventType.PortStart, Native.EventType.PortChange, Native.EventType.PortExit])
            .Select(type => Translate(OfPort(type, 24, 0))));

    [Fact]
    public void Our_own_ports_and_the_systems_are_no_news() => Assert.All(
        (byte[])[Own, Control, Native.SystemClient],
        client => Assert.Null(Translate(OfPort(Native.EventType.PortStart, client, 0))));

    [Fact]
    public void Cables_to_our_ports_are_told_from_our_side() => Assert.Equal(
        [
            new AlsaEvent(AlsaEventKind.Connected, default, Now, new AlsaAddress(20, 1), In),
            new AlsaEvent(AlsaEventKind.Connected, default, Now, new AlsaAddress(24, 3), Out),
            new AlsaEvent(AlsaEventKind.Disconnected, default, Now, new AlsaAddress(20, 1), In),
            new AlsaEvent(AlsaEventKind.Disconnected, default, Now, new AlsaAddress(24, 3), Out),
        ],
        [
            Translate(OfCable(Native.EventType.PortSubscribed, Address(20, 1), Address(Own, In))),
            Translate(OfCable(Native.EventType.PortSubscribed, Address(Own, Out), Address(24, 3))),
            Translate(OfCable(Native.EventType.PortUnsubscribed, Address(20, 1), Address(Own, In))),
            Translate(OfCable(Native.EventType.PortUnsubscribed, Address(Own, Out), Address(24, 3))),
        ]);

    [Fact]
    public void Cables_of_others_and_those_between_our_own_are_no_news() => Assert.Equal(
        [null, null, null],
        [
            Translate(OfCable(Native.EventType.PortSubscribed, Address(20, 0), Address(24, 0))),
            Translate(OfCable(Native.EventType.PortSubscribed, Address(0, 1), Address(Own, Announce))),
            Translate(OfCable(Native.EventType.PortSubscribed, Address(Own, Out), Address(Own, In))),
        ]);

    [Fact]
    public void An_announcement_is_believed_only_from_the_system_and_at_its_port()
    {
        Native.Event forged = OfPort(Native.EventType.PortExit, 24, 0);
        forged.Source = Address(140, 0);
        Native.Event misplaced = OfPort(Native.EventType.PortExit, 24, 0);
        misplaced.Destination = Address(Own, In);
        Assert.Equal([null, null], [Translate(forged), Translate(misplaced)]);
    }

    [Fact]
    public void A_message_to_the_port_for_announcements_is_ignored() =>
        Assert.Null(Translate(Message(new MidiMessage(0x90, 60, 64), Address(20, 1), Announce)));

    [Fact]
    public void Clock_and_sysex_are_ignored() => Assert.All(
        (byte[])[36, 42, 130], // clock, active sensing, system-exclusive
        type => Assert.Null(Translate(new Native.Event
        {
            Type = (Native.EventType)type,
            Source = Address(20, 0),
            Destination = Address(Own, In),
        })));

    [Fact]
    public void Translating_allocates_nothing()
    {
        Native.Event note = Message(new MidiMessage(0x91, 60, 64), Address(20, 1), In);
        QueueClock clock = default;
        s_translator.TryTranslate(note, clock, 0, Now, out _); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                s_translator.TryTranslate(note, clock, 0, Now, out _);
        }));
    }

    private static AlsaEvent? Translate(Native.Event from)
    {
        QueueClock clock = default;
        clock.Update(Now, 10_000_000_000, Now); // the queue is 40 s behind
        return s_translator.TryTranslate(from, clock, 0, Now, out AlsaEvent told) ? told : null;
    }

    private static Native.Event Message(MidiMessage message, Native.Address source, byte ownPort)
    {
        Native.Event sent = new() { Source = source, Destination = Address(Own, ownPort) };
        Assert.True(AlsaMessages.TryWrite(message, ref sent));
        return sent;
    }

    private static Native.Event OfPort(Native.EventType type, byte client, byte port) =>
        Announcement(type) with { Announced = Address(client, port) };

    private static Native.Event OfCable(Native.EventType type, Native.Address sender, Native.Address receiver) =>
        Announcement(type) with { Sender = sender, Receiver = receiver };

    private static Native.Event Announcement(Native.EventType type) => new()
    {
        Type = type,
        Queue = Native.QueueDirect,
        Source = Address(Native.SystemClient, Native.AnnouncePort),
        Destination = Address(Own, Announce),
    };

    private static Native.Address Address(byte client, byte port) => new() { Client = client, Port = port };
}

using Impsy.Hardware.Alsa;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Impsy.Hardware.Tests.Midi;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Alsa;

public sealed class AlsaSequencerTests
{
    [AlsaLibraryFact]
    public void A_machine_without_a_sequencer_is_told_what_helps() => Assert.Equal(
        "/dev/impsy-none: open: No such file or directory; load the sequencer: sudo modprobe snd-seq",
        Assert.Throws<IOException>(() => AlsaError.ThrowIfAbsent("/dev/impsy-none")).Message);

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void Messages_of_every_kind_pass_from_one_client_to_another()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        using AlsaSequencer other = new("IMPSY test 2");
        int output = one.CreatePort("Out", AlsaPortDirection.Out);
        int input = other.CreatePort("In", AlsaPortDirection.In);
        Assert.True(one.TryConnectTo(output, At(other, input), out string? problem), problem);
        Random random = new(20260210);
        for (int i = 0; i < 1000; i++)
        {
            MidiMessage sent = RandomMessages.NextChannelMessage(random);
            Assert.True(one.TrySend(output, sent));
            AlsaEvent heard = Next(other, AlsaEventKind.Midi);
            Assert.Equal(new AlsaEvent(AlsaEventKind.Midi, sent, heard.Stamp, At(one, output), input), heard);
        }
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void The_stamp_is_the_time_of_arrival_and_not_of_reading()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        using AlsaSequencer other = new("IMPSY test 2");
        int output = one.CreatePort("Out", AlsaPortDirection.Out);
        int input = other.CreatePort("In", AlsaPortDirection.In);
        Assert.True(one.TryConnectTo(output, At(other, input), out _));
        // A machine that is busy at the wrong moment may spoil some.
        bool stampedOnArrival = false;
        for (int attempt = 0; attempt < 100 && !stampedOnArrival; attempt++)
        {
            long sent = MonotonicClock.Now();
            one.TrySend(output, MidiMessage.NoteOn(1, 60, 64));
            Thread.Sleep(20);
            long stamp = Next(other, AlsaEventKind.Midi).Stamp;
            Assert.True(stamp <= MonotonicClock.Now());
            stampedOnArrival = Math.Abs(stamp - sent) < 5_000_000;
        }
        Assert.True(stampedOnArrival);
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void Ports_of_others_are_listed_and_our_own_are_not()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        using AlsaSequencer other = new("IMPSY test 2");
        one.CreatePort("Mine", AlsaPortDirection.In);
        int input = other.CreatePort("In", AlsaPortDirection.In);
        int output = other.CreatePort("Out", AlsaPortDirection.Out);
        Assert.Equal(
            [
                new AlsaPort(At(other, input), "IMPSY test 2", "In", AlsaPortKind.Software, false, true),
                new AlsaPort(At(other, output), "IMPSY test 2", "Out", AlsaPortKind.Software, true, false),
            ],
            one.Ports().Where(port => port.ClientName.StartsWith("IMPSY test", StringComparison.Ordinal)));
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void Who_comes_connects_and_goes_is_announced()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        int input = one.CreatePort("In", AlsaPortDirection.In);
        AlsaAddress address;
        using (AlsaSequencer other = new("IMPSY test 2"))
        {
            address = At(other, other.CreatePort("Out", AlsaPortDirection.Out));
            Assert.Equal((address, -1), Place(Next(one, AlsaEventKind.PortAdded, address)));
            Assert.True(one.TryConnectFrom(address, input, out _));
            Assert.Equal((address, input), Place(Next(one, AlsaEventKind.Connected, address)));
            Assert.True(one.TryConnectFrom(address, input, out _)); // it is there already
            Assert.True(one.DisconnectFrom(address, input));
            Assert.Equal((address, input), Place(Next(one, AlsaEventKind.Disconnected, address)));
            Assert.False(one.DisconnectFrom(address, input));
        }
        Assert.Equal((address, -1), Place(Next(one, AlsaEventKind.PortGone, address)));
        Assert.False(one.TryConnectFrom(address, input, out string? problem));
        Assert.Equal($"{address} to {one.Client}:{input}: one of them is no longer there", problem);
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void A_reader_that_was_away_too_long_is_told_and_goes_on()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        using AlsaSequencer other = new("IMPSY test 2");
        int output = one.CreatePort("Out", AlsaPortDirection.Out);
        int input = other.CreatePort("In", AlsaPortDirection.In);
        Assert.True(one.TryConnectTo(output, At(other, input), out _));
        int sent = 0;
        while (one.TrySend(output, MidiMessage.ControlChange(1, 1, sent % 128)))
            Assert.InRange(++sent, 0, 100_000);
        Assert.InRange(sent, 1000, 100_000);
        Assert.Equal(AlsaEventKind.Overrun, Next(other, AlsaEventKind.Overrun).Kind);
        Assert.True(one.TrySend(output, MidiMessage.ControlChange(1, 2, 3)));
        Assert.Equal("B0 02 03", Next(other, AlsaEventKind.Midi).Message.ToString());
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void A_blocked_reader_is_stopped()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        bool read = true;
        Thread reader = new(() =>
        {
            while (one.Read(out _))
            {
            }
            read = false;
        });
        reader.Start();
        Thread.Sleep(30); // most likely it blocks by now; the outcome is the same if it does not
        one.Stop();
        reader.Join();
        Assert.False(read);
    }

    [SequencerFact]
    [Trait("needs", "sequencer")]
    public void Sending_and_reading_allocate_nothing()
    {
        using AlsaSequencer one = new("IMPSY test 1");
        using AlsaSequencer other = new("IMPSY test 2");
        int output = one.CreatePort("Out", AlsaPortDirection.Out);
        int input = other.CreatePort("In", AlsaPortDirection.In);
        Assert.True(one.TryConnectTo(output, At(other, input), out _));
        one.TrySend(output, MidiMessage.NoteOn(1, 60, 64));
        Next(other, AlsaEventKind.Midi); // the first calls compile
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                one.TrySend(output, MidiMessage.NoteOn(1, 60, 64));
                other.Read(out _);
            }
        }));
    }

    private static AlsaAddress At(AlsaSequencer sequencer, int port) => new((byte)sequencer.Client, (byte)port);

    private static (AlsaAddress Address, int OwnPort) Place(AlsaEvent told) => (told.Address, told.OwnPort);

    private static AlsaEvent Next(AlsaSequencer sequencer, AlsaEventKind kind, AlsaAddress? address = null)
    {
        using Timer lost = new(_ => sequencer.Stop(), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        AlsaEvent told;
        do
            Assert.True(sequencer.Read(out told), $"no {kind} came");
        while (told.Kind != kind || (address is not null && told.Address != address));
        return told;
    }
}

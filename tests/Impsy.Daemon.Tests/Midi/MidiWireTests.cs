using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Midi;

public class MidiWireTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void DIN_gets_nine_bytes_ahead_and_then_a_byte_every_320_microseconds()
    {
        FakeSynth synth = new() { Cost = 3 };
        MidiWire wire = new(synth, WireBudget.Din, 8, null);
        for (int i = 0; i < 8; i++)
            wire.Send(i, MidiMessage.ControlChange(1, i, 1), 0);
        Assert.Equal(3, synth.Told.Count);
        while (wire.NextWake != InteractionEngine.Never)
            wire.Pump(wire.NextWake);
        Assert.Equal([0, 0, 0, 960_000, 1_920_000, 2_880_000, 3_840_000, 4_800_000], synth.Times);
    }

    [Fact]
    public void What_waits_is_the_newest_of_each_key_in_the_order_in_which_they_came()
    {
        FakeSynth synth = new() { Full = true };
        MidiWire wire = new(synth, new WireBudget(1, 1000), 3, null);
        foreach ((int key, int value) in new[] { (1, 10), (0, 20), (1, 11), (2, 30), (0, 21), (1, 12) })
            wire.Send(key, MidiMessage.ControlChange(1, key, value), 0);
        Assert.Equal((3, 3L), (wire.Backlog, wire.Replaced));
        synth.Full = false;
        wire.Pump(wire.NextWake);
        Assert.Equal(["B0 01 0C", "B0 00 15", "B0 02 1E"], synth.Told);
        Assert.Equal(InteractionEngine.Never, wire.NextWake);
    }

    [Fact]
    public void Note_offs_go_first_and_all_of_them_go()
    {
        FakeSynth synth = new() { Full = true };
        MidiWire wire = new(synth, new WireBudget(1, 1000), 2, null);
        wire.Send(0, MidiMessage.ControlChange(1, 7, 1), 0);
        for (int note = 60; note < 80; note++)
            wire.Send(1, MidiMessage.NoteOff(1, note), 0);
        synth.Full = false;
        wire.Pump(wire.NextWake);
        string[] expected = [.. Enumerable.Range(60, 20).Select(note => $"80 {note:X2} 40"), "B0 07 01"];
        Assert.Equal(expected, synth.Told);
    }

    [Fact]
    public void A_strike_that_waits_is_dropped_with_its_note_off_instead_of_being_overtaken_by_it()
    {
        FakeSynth synth = new() { Full = true };
        MidiWire wire = new(synth, new WireBudget(1, 1000), 3, null);
        wire.Send(0, MidiMessage.NoteOn(1, 60, 100), 0);
        wire.Send(1, MidiMessage.ControlChange(1, 7, 1), 0);
        wire.Send(0, MidiMessage.NoteOff(1, 60), 0);
        synth.Full = false;
        wire.Pump(wire.NextWake);
        Assert.Equal(["B0 07 01"], synth.Told);
    }

    [Fact]
    public void A_sink_without_room_is_tried_again_every_five_milliseconds()
    {
        FakeSynth synth = new() { Full = true };
        MidiWire wire = new(synth, new WireBudget(1, 1000), 1, null);
        wire.Send(0, MidiMessage.ControlChange(1, 7, 1), 0);
        Assert.Equal(5 * Millisecond, wire.NextWake);
        wire.Pump(5 * Millisecond);
        Assert.Equal(10 * Millisecond, wire.NextWake);
    }

    [Fact]
    public void At_the_end_the_note_offs_go_at_once_and_nothing_else()
    {
        FakeSynth synth = new() { Cost = 3 };
        MidiWire wire = new(synth, WireBudget.Din, 20, null);
        for (int i = 0; i < 20; i++)
            wire.Send(i, MidiMessage.ControlChange(1, i, 1), 0);
        for (int note = 60; note < 70; note++)
            wire.Send(0, MidiMessage.NoteOff(1, note), 0);
        synth.Told.Clear();
        wire.Flush(0);
        Assert.Equal([.. Enumerable.Range(60, 10).Select(note => $"80 {note:X2} 40")], synth.Told);
        Assert.Equal(0, wire.Backlog);
    }

    /// <summary>
    /// 2,000 events a second of two controllers each: 12,000 bytes a second for a wire that carries 3,125. What arrives
    /// is never older than the time that one round of what waits takes.
    /// </summary>
    [Fact]
    public void Two_thousand_predictions_a_second_fill_a_DIN_wire_and_nothing_queues_behind_it()
    {
        FakeSynth synth = new() { Cost = 3 };
        MidiWire wire = new(synth, WireBudget.Din, 2, null);
        int worst = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long now = i * Millisecond / 2;
            while (wire.NextWake <= now)
                wire.Pump(wire.NextWake);
            wire.Send(0, MidiMessage.ControlChange(1, 20, i % 128), now);
            wire.Send(1, MidiMessage.ControlChange(1, 21, i % 128), now);
            worst = Math.Max(worst, wire.Backlog);
        }
        Assert.Equal(2, worst);
        double utilisation = synth.Told.Count * 3 * 0.32 / 10_000;
        Assert.InRange(utilisation, 0.99, 1.001);
    }

    [Fact]
    public void Random_traffic_never_leaves_the_synth_with_a_note_that_was_ended()
    {
        Random random = new(5);
        for (int round = 0; round < 2000; round++)
        {
            FakeSynth synth = new() { Cost = 3, Silent = true };
            MidiWire wire = new(synth, WireBudget.Din, 4, null);
            HashSet<int> wanted = [];
            long now = 0;
            for (int i = 0; i < 60; i++)
            {
                now += random.Next(0, 2_000_000);
                synth.Full = random.Next(8) == 0;
                int note = random.Next(4);
                if (random.Next(2) == 0)
                {
                    wire.Send(note, MidiMessage.NoteOff(1, note), now);
                    wire.Send(note, MidiMessage.NoteOn(1, note, 100), now);
                    wanted.Add(note);
                }
                else
                {
                    wire.Send(note, MidiMessage.NoteOff(1, note), now);
                    wanted.Remove(note);
                }
                wire.Pump(now);
            }
            synth.Full = false;
            while (wire.NextWake != InteractionEngine.Never)
                wire.Pump(wire.NextWake);
            Assert.Equal(wanted.Order(), synth.Sounding);
        }
    }
}

using System.Text.Json;
using Impsy.Daemon.Learning;
using Impsy.Hardware.Adc;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Tests.Learning;

public class LearnReportTests
{
    private readonly InputTap _wire = new(LearnTestPorts.Wire);
    private readonly InputTap _knobs = new(LearnTestPorts.Spi);
    private readonly List<InputTap> _taps;
    private readonly LearnReport _report;
    private long _now = 1_000_000_000;

    public LearnReportTests()
    {
        _taps = [_wire, _knobs];
        _report = new LearnReport(() => _taps);
    }

    [Fact]
    public void What_was_heard_since_the_cursor_comes_once_in_order_of_its_time()
    {
        long cursor = Ask(null).Cursor;
        Turn(channel: 1, counts: 500, time: 3000);
        Strike(note: 60, time: 2000);
        Strike(note: 61, time: 4000);
        LearnAnswer answer = Ask(cursor);
        Assert.Equal(
            [
                (1, RawMessage.Of(MidiMessage.NoteOn(1, 60, 100), 2000)), (2, new RawMessage(3000, 1, 0, 500)),
                (1, RawMessage.Of(MidiMessage.NoteOn(1, 61, 100), 4000)),
            ],
            answer.Heard);
        Assert.Empty(Ask(answer.Cursor).Heard);
    }

    [Fact]
    public void The_answer_has_all_that_a_configuration_says_of_the_ports()
    {
        HeardPort iio = LearnTestPorts.Converter(AdcChip.Iio, "iio:device0", 0x48) with { FullScale = 0 };
        _taps.AddRange([new InputTap(LearnTestPorts.Line), new InputTap(LearnTestPorts.I2c), new InputTap(iio)]);
        Assert.Equal(
            [LearnTestPorts.Wire, LearnTestPorts.Spi, LearnTestPorts.Line, LearnTestPorts.I2c, iio],
            Ask(null).Ports.Values);
    }

    [Fact]
    public void Two_who_learn_both_hear_everything()
    {
        long cursor = Ask(null).Cursor;
        Strike(60, 1000);
        Assert.Single(Ask(cursor).Heard);
        Assert.Single(Ask(cursor).Heard);
    }

    [Fact]
    public void The_taps_are_open_for_three_seconds_after_the_last_question()
    {
        Assert.False(_wire.IsOpen(_now));
        Ask(null);
        Assert.True(_wire.IsOpen(_now + LearnReport.Lease - 1));
        Ask(null, after: LearnReport.Lease - 1);
        Assert.True(_wire.IsOpen(_now + LearnReport.Lease - 1));
        Assert.False(_wire.IsOpen(_now + LearnReport.Lease));
        Assert.False(_wire.IsOpen(_now)); // once closed it stays so
    }

    [Fact]
    public void What_was_heard_before_the_taps_closed_is_told_to_nobody()
    {
        long cursor = Ask(null).Cursor;
        Strike(60, 1000);
        Ask(cursor);
        Strike(61, 2000);
        Assert.False(_wire.IsOpen(_now + LearnReport.Lease));
        Assert.Empty(Ask(cursor, after: LearnReport.Lease).Heard);
    }

    [Fact]
    public void An_answer_has_at_most_so_many_messages_and_the_rest_comes_with_the_next()
    {
        long cursor = Ask(null).Cursor;
        for (int i = 0; i < 1000; i++)
            Turn(channel: 0, counts: i, time: i);
        LearnAnswer first = Ask(cursor);
        LearnAnswer second = Ask(first.Cursor);
        Assert.Equal(LearnReport.MostMessages, first.Heard.Count);
        Assert.Equal(
            Enumerable.Range(0, 1000), first.Heard.Concat(second.Heard).Select(heard => (int)heard.Message.Value));
    }

    [Fact]
    public void What_finds_no_room_is_counted_and_the_oldest_goes_first()
    {
        long cursor = Ask(null).Cursor;
        for (int i = 0; i < 1100; i++)
            Turn(channel: 0, counts: i, time: i);
        Assert.Equal(1100 - 1024, Ask(cursor).Lost);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 1000; i++)
                Turn(channel: 0, counts: i, time: i);
            Ask(null);
        }
        LearnAnswer late = Ask(cursor);
        Assert.Equal(1024 + 3000 - LearnReport.Kept, late.Lost);
        Assert.Equal(cursor + late.Lost + LearnReport.MostMessages, late.Cursor);
    }

    [Fact]
    public void A_cursor_that_is_ahead_is_that_of_another_instrument_and_begins_now()
    {
        Ask(null);
        Strike(60, 1000);
        LearnAnswer answer = Ask(1L << 50);
        Assert.Equal((1, 0), (answer.Cursor, answer.Heard.Count));
    }

    [Fact]
    public void The_longest_answer_fits_into_a_reply()
    {
        for (int i = 0; i < 100; i++)
            _taps.Add(new InputTap(LearnTestPorts.Spi with { Path = new string('\u00e9', 500) }));
        long cursor = Ask(null).Cursor;
        for (int i = 0; i < 1000; i++)
            _knobs.Write(new RawMessage(long.MaxValue - 1000 + i, int.MinValue, int.MinValue, -1.2345678e-30f));
        Assert.InRange(Text(cursor).Length, 20_000, UnixLineServer.LongestReply - 1);
    }

    [Fact]
    public void A_port_that_comes_with_another_configuration_has_a_number_of_its_own()
    {
        Ask(null);
        _taps[0] = new InputTap(LearnTestPorts.Wire with { Path = "/dev/ttyUSB0" });
        Assert.Equal([3, 2], Ask(null).Ports.Keys);
    }

    private void Strike(int note, long time) => _wire.Write(RawMessage.Of(MidiMessage.NoteOn(1, note, 100), time));

    private void Turn(int channel, int counts, long time) => _knobs.Write(new RawMessage(time, channel, 0, counts));

    private LearnAnswer Ask(long? cursor, long after = 0)
    {
        _now += after;
        return LearnAnswer.Read(JsonDocument.Parse(Text(cursor)).RootElement);
    }

    private byte[] Text(long? cursor)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
            _report.Write(json, cursor, _now);
        return text.ToArray();
    }
}

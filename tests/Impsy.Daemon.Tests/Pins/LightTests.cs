using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Pins;

namespace Impsy.Daemon.Tests.Pins;

public class LightTests
{
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData("Call", "0+ 50- 2000+ 2050- 4000+")]
    [InlineData("Response", "0+")]
    [InlineData("Paused", "0+ 500- 1000+ 1500- 2000+ 2500- 3000+ 3500- 4000+")]
    public void Each_state_has_its_pattern(string state, string expected) => Assert.Equal(
        expected, Changes(Output(PinOutputKind.State), new LightFrame { State = Enum.Parse<PlayState>(state) }));

    [Fact]
    public void Trouble_blinks_five_times_a_second_whoever_plays() => Assert.StartsWith(
        "0+ 100- 200+ 300- 400+ ",
        Changes(Output(PinOutputKind.State), new LightFrame { State = PlayState.Response }, isTrouble: true),
        StringComparison.Ordinal);

    [Fact]
    public void An_event_is_a_flash()
    {
        LightFrame frame = new() { Played = 1, FlashAt = 70 * Millisecond };
        Assert.Equal("70+ 100-", Changes(Output(PinOutputKind.Activity), frame, from: 70));
        Assert.Equal("", Changes(Output(PinOutputKind.Activity), new LightFrame()));
    }

    [Fact]
    public void An_event_is_a_whole_flash_however_late_its_thread_sees_it_and_news_of_other_kinds_do_not_prolong_it()
    {
        LightFrame shown = new LightFrame { Played = 3 }.After(new LightFrame { Played = 1 }, 500 * Millisecond);
        Assert.Equal("500+ 530-", Changes(Output(PinOutputKind.Activity), shown, from: 500));
        shown = new LightFrame { Played = 3, State = PlayState.Paused }.After(shown, 520 * Millisecond);
        Assert.Equal("520+ 530-", Changes(Output(PinOutputKind.Activity), shown, from: 520));
    }

    [Fact]
    public void A_gate_is_on_from_its_threshold_on()
    {
        PinOutputConfig gate = Output(PinOutputKind.Gate) with { Control = 1, Threshold = 0.5f };
        Assert.Equal(
            [false, true, true, false],
            new[] { 0.49f, 0.5f, 1, float.NaN }.Select(value => Light.IsOn(gate, Frame(value), false, 1, out _)));
        Assert.False(Light.IsOn(gate with { Threshold = 0 }, default, false, 1, out _)); // nothing was played yet
    }

    [Theory]
    [InlineData(0.25f, "0+ 2.5- 10+ 12.5- 20+ 22.5- 30+")]
    [InlineData(0, "")]
    [InlineData(0.009f, "")] // 90 µs
    [InlineData(0.995f, "0+")] // 50 µs of darkness
    [InlineData(1, "0+")]
    public void A_dimmed_light_is_on_for_its_part_of_the_time(float duty, string expected)
    {
        PinOutputConfig pwm = Output(PinOutputKind.Pwm) with { Control = 1, Frequency = 100 };
        Assert.Equal(expected, Changes(pwm, Frame(duty), until: 30));
    }

    [Fact]
    public void Deadlines_stand_on_the_grid_however_late_they_are_served()
    {
        PulsePattern pattern = PulsePattern.Dimmed(100, 0.25f);
        Random chance = new(2);
        long now = 0;
        long next = 0;
        while (now < 3600L * 1_000_000_000) // an hour, each wake-up up to 20 ms late
        {
            bool isOn = pattern.IsOn(now, out next);
            Assert.Equal(isOn ? 2_500_000 : 0, next % 10_000_000);
            Assert.InRange(next - now, 1, 10_000_000);
            now = next + chance.NextInt64(20 * Millisecond);
        }
    }

    [Fact]
    public void At_the_end_everything_is_dark() => Assert.All(
        Enum.GetValues<PinOutputKind>(),
        kind => Assert.Equal("", Changes(Output(kind), Frame(1) with { State = PlayState.Response, IsDark = true })));

    private static PinOutputConfig Output(PinOutputKind kind) => new(kind, "1", false, 0, 0.5f, 100);

    private static LightFrame Frame(float value)
    {
        LightFrame frame = new() { Played = 1 };
        frame.Controls[1] = value;
        return frame;
    }

    /// <summary>As the thread does it: looks, and sleeps to when it is told. "50-": goes off after 50 ms.</summary>
    private static string Changes(
        PinOutputConfig output, LightFrame frame, bool isTrouble = false, long from = 0, long until = 4000)
    {
        List<string> changes = [];
        bool before = false;
        for (long now = from * Millisecond; now <= until * Millisecond;)
        {
            bool isOn = Light.IsOn(output, frame, isTrouble, now, out long next);
            if (isOn != before)
                changes.Add(FormattableString.Invariant($"{now / (double)Millisecond}{(isOn ? '+' : '-')}"));
            before = isOn;
            now = next;
        }
        return string.Join(' ', changes);
    }
}

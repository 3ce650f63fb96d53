using Impsy.Daemon.Learning;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Tests.Learning;

public class KnobTravelTests
{
    private const long Sample = 5_000_000; // at 200 Hz

    private static readonly AdcChip s_chip = AdcChip.Mcp3008;

    private long _now = 1;

    [Fact]
    public void A_knob_turned_over_its_whole_way_has_moved_between_its_ends()
    {
        KnobTravel travel = New();
        Rest(travel, 500, 60);
        Turn(travel, 500, 4, 40);
        Turn(travel, 4, 1019, 100);
        Turn(travel, 1019, 700, 30);
        Assert.True(travel.IsMoved);
        Assert.Equal((4, 1019), (travel.Min, travel.Max));
    }

    [Fact]
    public void Noise_at_rest_is_no_movement_in_a_whole_hour()
    {
        KnobTravel travel = New();
        Random random = new(1);
        for (int i = 0; i < 200 * 3600; i++)
            Push(travel, 512 + random.Next(-s_chip.Hysteresis, s_chip.Hysteresis + 1));
        Assert.False(travel.IsMoved);
        Assert.InRange(travel.Max - travel.Min, 0, 2 * s_chip.Hysteresis);
    }

    [Fact]
    public void A_knob_with_noise_of_ten_times_what_it_should_have_is_learned_all_the_same()
    {
        KnobTravel travel = New();
        Random random = new(4);
        for (int i = 0; i < 400; i++)
            Push(travel, (i < 100 ? 200 : 800) + random.Next(-7, 8));
        Assert.True(travel.IsMoved);
    }

    [Fact]
    public void Single_spikes_take_a_knob_nowhere()
    {
        KnobTravel travel = New();
        for (int i = 0; i < 1000; i++)
            Push(travel, i % 10 == 9 ? i % 20 == 9 ? 1023 : 0 : 512);
        Assert.Equal((512, 512), (travel.Min, travel.Max));
    }

    [Fact]
    public void An_input_that_nothing_is_wired_to_never_rests_and_so_is_no_knob()
    {
        KnobTravel travel = New();
        Random random = new(2);
        for (int i = 0; i < 20_000; i++)
            Push(travel, 512 + (int)(400 * Math.Sin(i * Math.Tau * 50 / 200 * 1.01)) + random.Next(-20, 20));
        Assert.False(travel.IsMoved);
    }

    [Fact]
    public void It_has_settled_after_two_seconds_of_rest_at_one_place()
    {
        KnobTravel travel = New();
        Rest(travel, 0, 60);
        Turn(travel, 0, 1000, 50);
        Rest(travel, 1000, 390);
        Assert.False(travel.IsSettled);
        Rest(travel, 1000, 20);
        Assert.True(travel.IsSettled);
        Turn(travel, 1000, 0, 50);
        Assert.False(travel.IsSettled);
    }

    [Fact]
    public void A_sleeve_on_the_next_knob_is_not_meant()
    {
        KnobTravel travel = New();
        Rest(travel, 500, 60);
        Turn(travel, 500, 600, 20);
        Assert.False(travel.IsMoved);
    }

    private static KnobTravel New() => new(s_chip.FullScale, isRaw: true);

    private void Rest(KnobTravel travel, int counts, int samples) => Turn(travel, counts, counts, samples);

    private void Turn(KnobTravel travel, int from, int to, int samples)
    {
        for (int i = 1; i <= samples; i++)
            Push(travel, from + (to - from) * i / samples);
        Push(travel, to); // a spike at the end would be none
    }

    private void Push(KnobTravel travel, int counts) => travel.Push(counts, _now += Sample);
}

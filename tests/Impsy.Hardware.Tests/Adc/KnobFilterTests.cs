using Impsy.Hardware.Adc;

namespace Impsy.Hardware.Tests.Adc;

public class KnobFilterTests
{
    private const int HourAt200Hz = 3600 * 200;

    /// <summary>
    /// Noise as boards have it: of the converter and the supply (normal), hum of the mains in the wires (50 Hz), the
    /// warmth of a room (a slow drift within a count or so), and now and then a spike of one sample.
    /// </summary>
    private sealed class NoisyKnob(int seed, float deviation, float hum, int fullScale)
    {
        private readonly Random _chance = new(seed);
        private int _sample;

        public bool Spikes { get; init; } = true;

        public int Read(double position)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(Math.Tau * _chance.NextDouble());
            double mains = hum * Math.Sin(Math.Tau * 50 * _sample / 200.0 + 0.3);
            double drift = deviation * 0.7 * Math.Sin(Math.Tau * _sample / HourAt200Hz);
            double spike = Spikes && _chance.Next(50_000) == 0 ? fullScale / 3.0 : 0;
            _sample++;
            return (int)Math.Clamp(Math.Round(position + deviation * normal + mains + drift + spike), 0, fullScale);
        }
    }

    [Theory]
    [InlineData("mcp3008", 0.7f, 0.5f)]
    [InlineData("mcp3208", 2f, 1.5f)]
    [InlineData("ads1015", 0.9f, 0.5f)]
    [InlineData("ads1115", 14f, 10f)]
    public void A_knob_at_rest_says_nothing_for_an_hour(string name, float deviation, float hum)
    {
        AdcChip chip = AdcChip.All.Single(chip => chip.Name == name);
        int told = 0;
        foreach (double place in new[] { 0, 0.31, 0.5, 1 })
        {
            KnobFilter filter = new(chip.Hysteresis);
            NoisyKnob knob = new(seed: (int)(place * 100), deviation, hum, chip.FullScale);
            double rest = place * chip.FullScale + 0.5;
            for (int i = 0; i < 400; i++) // a hand turns it there from somewhere, and it comes to rest
                filter.Push(knob.Read(rest + Math.Max(0, 200 - i) * chip.FullScale / 400.0));
            for (int i = 0; i < HourAt200Hz; i++)
                told += filter.Push(knob.Read(rest)) ? 1 : 0;
        }
        Assert.Equal(0, told);
    }

    [Fact]
    public void A_fast_turn_is_late_by_at_most_one_sample()
    {
        foreach (int speed in new[] { 9, 20, 60, 300, 1023 }) // counts a sample: all of the way in 0.6 s, and faster
        {
            KnobFilter filter = new(AdcChip.Mcp3008.Hysteresis);
            filter.Push(0);
            int before = 0;
            for (int position = speed; position <= 1023; before = position, position += speed)
            {
                filter.Push(position);
                Assert.InRange(filter.Told, before, position + 1);
            }
            filter.Push(before);
            Assert.InRange(filter.Told, before - 1, before + 1);
        }
    }

    [Fact]
    public void At_any_speed_it_is_never_more_than_four_hysteresises_behind_for_longer_than_one_sample()
    {
        Random chance = new(3);
        KnobFilter filter = new(AdcChip.Mcp3008.Hysteresis);
        filter.Push(500);
        double position = 500;
        double before = 500;
        for (int i = 0; i < 20_000; i++)
        {
            double speed = Math.Pow(chance.NextDouble(), 4) * 60 * Math.Sin(i / 300.0); // slow mostly, fast at times
            double next = Math.Clamp(position + speed, 0, 1023);
            filter.Push((int)Math.Round(next));
            double low = Math.Min(Math.Min(before, position), next) - 4 * AdcChip.Mcp3008.Hysteresis - 1;
            double high = Math.Max(Math.Max(before, position), next) + 4 * AdcChip.Mcp3008.Hysteresis + 1;
            Assert.InRange(filter.Told, low, high);
            (before, position) = (position, next);
        }
    }

    [Fact]
    public void A_slow_hand_gives_small_steps_and_hardly_one_of_them_back()
    {
        KnobFilter filter = new(AdcChip.Mcp3008.Hysteresis);
        NoisyKnob knob = new(seed: 5, deviation: 0.7f, hum: 0.5f, fullScale: 1023);
        List<float> steps = [];
        float last = 100;
        filter.Push(100);
        for (int i = 0; i < 10 * 200; i++) // 60 counts a second, for ten seconds
        {
            if (!filter.Push(knob.Read(100 + i * 0.3)))
                continue;
            steps.Add(filter.Told - last);
            last = filter.Told;
        }
        Assert.InRange(steps.Count, 300, 620);
        Assert.All(steps, step => Assert.InRange(step, -1, 6));
        Assert.InRange(steps.Count(step => step < 0), 0, steps.Count / 20);
        Assert.InRange(last, 693, 703);
    }

    [Fact]
    public void A_spike_of_one_sample_is_no_movement_and_two_are()
    {
        KnobFilter filter = new(2);
        List<(bool, float)> told = [];
        foreach (int counts in new[] { 500, 500, 900, 500, 500, 900, 900 })
            told.Add((filter.Push(counts), filter.Told));
        Assert.Equal(
            [(false, 500), (false, 500), (false, 500), (false, 500), (false, 500), (false, 500), (true, 900)], told);
    }

    [Fact]
    public void A_knob_that_comes_to_rest_is_told_to_the_count()
    {
        KnobFilter filter = new(2);
        filter.Push(0);
        for (int i = 0; i < 100; i++)
            filter.Push(Math.Min(i * 40, 777));
        Assert.Equal(777, filter.Told);
        filter.Forget();
        Assert.False(filter.Push(10)); // the chip was away meanwhile
        Assert.Equal(10, filter.Told);
    }

    [Fact]
    public void Curves_turn_round_bend_and_reach_both_ends()
    {
        KnobCurve plain = new(0, 1023, 2, Invert: false, Exponent: 1);
        Assert.Equal([0, 0, 1, 1, 0.5f], new[] { 0, 2f, 1021, 1023, 511.5f }.Select(plain.Map));
        KnobCurve inverted = plain with { Invert = true };
        Assert.Equal([1, 0, 0.5f], new[] { 0, 1023f, 511.5f }.Select(inverted.Map));
        KnobCurve swapped = plain with { Min = 1000, Max = 200, Margin = 0 };
        Assert.Equal([0, 0, 0.5f, 1, 1], new[] { 1023f, 1000, 600, 200, 0 }.Select(swapped.Map));
        KnobCurve bent = plain with { Margin = 0, Exponent = 2 };
        Assert.Equal([0, 0.25f, 1], new[] { 0, 511.5f, 1023 }.Select(bent.Map));
        // A range that is hardly wider than its margins is still a way from 0 to 1.
        Assert.Equal([0, 0.5f, 1], new[] { 10f, 12, 14 }.Select(new KnobCurve(10, 14, 48, false, 1).Map));
    }
}

using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Hardware.Adc;
using Impsy.Hardware.I2c;
using Impsy.Hardware.Iio;
using Impsy.Hardware.Spi;

namespace Impsy.Daemon.Pins;

/// <summary>A converter with its knobs, as long as it is there. One thread; sampling allocates nothing.</summary>
internal sealed class Converter : IDisposable
{
    private readonly IAdc _adc;
    private readonly int[] _channels;
    private readonly int[] _counts;
    private readonly Knob[] _knobs;
    private readonly int[] _places; // of each knob's channel among those that are read
    private readonly int[] _others; // channels without a knob
    private int _other; // of them, the one that is heard next

    /// <exception cref="IOException">It cannot be opened: path, reason, and what may help.</exception>
    public Converter(ConverterConfig config)
    {
        _channels = [.. config.Knobs.Select(knob => knob.Channel).Distinct()];
        _counts = new int[_channels.Length];
        _adc = Open(config, _channels);
        _others = [.. ChannelsOf(_adc, config.Chip).Except(_channels)];
        _knobs = [.. config.Knobs.Select(knob => new Knob(knob, config.Chip, _adc.FullScale))];
        _places = [.. _knobs.Select(knob => Array.IndexOf(_channels, knob.Channel))];
    }

    public string Problem => _adc.Problem;

    public int FullScale => _adc.FullScale;

    /// <summary>Reads all knobs once.</summary>
    /// <returns>False when the chip did not answer: the knobs stay where they were.</returns>
    public bool TrySample(PositionSender positions)
    {
        if (!_adc.TryRead(_channels, _counts))
            return false;
        for (int i = 0; i < _knobs.Length; i++)
            _knobs[i].Push(_counts[_places[i]], positions);
        return true;
    }

    /// <summary>For those who learn: the knobs as they were sampled last.</summary>
    public void TellKnobs(InputTap tap, long time)
    {
        for (int i = 0; i < _channels.Length; i++)
            tap.Write(new RawMessage(time, _channels[i], 0, _counts[i]));
    }

    /// <summary>For those who learn: reads the next channel that has no knob yet.</summary>
    public void TellAnother(InputTap tap, long time)
    {
        if (_others.Length == 0)
            return;
        _other = (_other + 1) % _others.Length;
        Span<int> counts = stackalloc int[1];
        // One that does not answer is no loss: nothing is played on it.
        if (_adc.TryRead(_others.AsSpan(_other, 1), counts))
            tap.Write(new RawMessage(time, _others[_other], 0, counts[0]));
    }

    public void Dispose() => _adc.Dispose();

    /// <summary>The channels that a converter has.</summary>
    public static IEnumerable<int> ChannelsOf(IAdc adc, AdcChip chip) =>
        adc is IioDevice device ? device.Channels : Enumerable.Range(0, chip.Channels);

    /// <param name="channels">That must be there, where that can be known.</param>
    /// <exception cref="IOException">It cannot be opened: path, reason, and what may help.</exception>
    public static IAdc Open(ConverterConfig config, ReadOnlySpan<int> channels)
    {
        if (config.Chip == AdcChip.Iio)
            return new IioDevice(config.Bus, channels);
        if (config.Chip.IsI2c)
        {
            I2cDevice device = new(config.Bus, config.Address);
            return config.Chip == AdcChip.Ads1115 ? new Ads1115(device) : new Ads1015(device);
        }
        SpiDevice spi = new(config.Bus, config.SpeedHz);
        return config.Chip == AdcChip.Mcp3008 ? new Mcp3008(spi) : new Mcp3208(spi);
    }
}

using Impsy.Daemon.Config;
using Impsy.Daemon.Pins;
using Impsy.Hardware.Adc;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Learning;

/// <summary>Reads all channels of a converter that nobody else reads. One thread.</summary>
internal sealed class ConverterListener(LearnSession session, ConverterConfig config)
{
    private const int PeriodMilliseconds = 10;

    public void Run()
    {
        try
        {
            using IAdc adc = Converter.Open(config, []);
            int[] channels = [.. Converter.ChannelsOf(adc, config.Chip)];
            int[] counts = new int[channels.Length];
            HeardPort port = PortOf(config) with
            {
                FullScale = adc.FullScale,
                Hysteresis = Knob.HysteresisOf(config.Chip, adc.FullScale),
            };
            if (!adc.TryRead(channels, counts))
                throw new IOException(adc.Problem);
            session.Tell($"listening to {port.Name}");
            while (!session.Wait(PeriodMilliseconds))
            {
                if (!adc.TryRead(channels, counts))
                    continue; // a loose wire costs a reading now and then
                long now = MonotonicClock.Now();
                for (int i = 0; i < channels.Length; i++)
                    session.Hear(port, new RawMessage(now, channels[i], 0, counts[i]));
            }
        }
        catch (IOException failure)
        {
            session.Fail(failure);
        }
    }

    public static HeardPort PortOf(ConverterConfig config) => new(HeardPortKind.Adc, config.Bus)
    {
        Chip = config.Chip,
        Address = config.Address,
        Speed = config.SpeedHz,
    };
}

using System.Net;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Torture.Fuzz;

public class OscDispatchFuzzTests
{
    private const int Dimension = 9;
    private const int PacketsPerTurn = 16;

    [Fact]
    public void A_million_damaged_packets_are_taken_or_counted_and_leave_a_valid_instrument()
    {
        long messages = FuzzRun.Share("OSC dispatch", Play);
        // Were nearly all refused, or nearly none, the damage would test little.
        Assert.InRange(messages, FuzzRun.Rounds / 20, FuzzRun.Rounds * 19 / 20);
    }

    private static long Play(Random random, int rounds)
    {
        using EventFd bell = new();
        using UdpReceiver port = new(IPAddress.Loopback, 0);
        InputQueue inputs = new(bell);
        CommandQueue commands = new(bell);
        using ModelLoader models = new("/nowhere", Dimension, commands, NullLogger.Instance);
        RangeChecker performer = new();
        EngineSettings settings = new(InteractionMode.Battle, Threshold: 0.1f, Autostart: true, Timescale: 0.1f);
        InteractionEngine engine = new(Dimension, new RandomWalk(Dimension, seed: 1), settings, performer);
        TimingLoop loop = new(engine, [inputs], commands, bell);
        OscDispatcher dispatcher = new(Dimension - 1, inputs, commands, models, new InstrumentStatus(loop, models));
        Mutation mutation = new(random, OscPackets.Meaningful);
        byte[] buffer = new byte[1024];
        for (int round = 0; round < rounds; round++)
        {
            ReadOnlySpan<byte> packet = mutation.Of(OscPackets.All[random.Next(OscPackets.All.Length)], buffer);
            long before = dispatcher.Messages + dispatcher.Refused.Total;
            try
            {
                dispatcher.Dispatch(packet, MonotonicClock.Now(), default, port);
            }
            catch (Exception failure) // any at all: the packet is what is worth knowing
            {
                throw new InvalidOperationException($"round {round}: {Convert.ToHexString(packet)}", failure);
            }
            bool isEmptyBundle = packet.Length == 16;
            if (dispatcher.Messages + dispatcher.Refused.Total == before && !isEmptyBundle && !packet.StartsWith("#bundle\0"u8))
                throw new InvalidOperationException($"round {round}: not counted: {Convert.ToHexString(packet)}");
            if (round % PacketsPerTurn == 0)
                loop.Turn();
            performer.ThrowIfOutOfRange(engine);
        }
        Assert.Equal(0, commands.Dropped);
        return dispatcher.Messages;
    }

    /// <summary>Hears what the engine plays, and sees to it that nothing else than 0..1 is ever heard.</summary>
    private sealed class RangeChecker : IPerformer
    {
        private bool _outOfRange;

        public void Heard(
            int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru) => Check(controls);

        public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved) => Check(controls);

        public void ReleaseNotes(long now)
        {
        }

        public void ThrowIfOutOfRange(InteractionEngine engine)
        {
            bool settingsAreRight = Limits.Accepts(engine.Timescale, Limits.MinTimescale, Limits.MaxTimescale)
                && Limits.Accepts(engine.Threshold, Limits.MinThreshold, Limits.MaxThreshold)
                && Limits.Accepts(engine.Temperatures.Sigma, Limits.MinTemperature, Limits.MaxTemperature)
                && Limits.Accepts(engine.Temperatures.Pi, Limits.MinTemperature, Limits.MaxTemperature)
                && Enum.IsDefined(engine.Mode);
            if (_outOfRange || !settingsAreRight)
                throw new InvalidOperationException("a control or a setting is out of its range");
        }

        private void Check(ReadOnlySpan<float> controls)
        {
            foreach (float control in controls)
                _outOfRange |= !(control >= 0 && control <= 1);
        }
    }
}

using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Inference;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Timing;

/// <summary>The promise that keeps the collector away: the performance thread allocates nothing, model and all.</summary>
public class SteadyStateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_hundred_thousand_turns_with_the_real_model_allocate_no_byte(int mode)
    {
        using MdrnnModel model = MdrnnModel.Load(Directory.GetFiles(Path.Combine(Repository.Root, "models"), "*.onnx")[0], 1);
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell), new(bell)];
        CommandQueue commands = new(bell);
        CountingPerformer performer = new();
        EngineSettings settings = new(
            (InteractionMode)mode, Threshold: 0, InputThru: true, Autostart: true, Timescale: 0); // as busy as can be
        InteractionEngine engine = new(model.Dimension, model, settings, performer);
        TimingLoop loop = new(engine, inputs, commands, bell);
        PlayerInput input = PlayerInput.Whole(0, new float[model.Dimension - 1]);
        engine.Start(MonotonicClock.Now());
        Turns(1000);
        Assert.Equal(0, Allocations.Of(() => Turns(100_000)));
        Assert.True(performer.HeardCount > 50_000, $"{performer.HeardCount} inputs heard");
        // Battle keeps its events a millisecond apart, and the turns are over in some fifty.
        Assert.True(performer.Played > (mode == 3 ? 10 : 1000), $"{performer.Played} events played");

        void Turns(int count)
        {
            for (int i = 0; i < count; i++)
            {
                input.Time = MonotonicClock.Now();
                input.Values[i % 8] = i % 128 / 127f;
                inputs[i & 1].Write(input);
                if (i % 1000 == 0)
                    commands.Write(new EngineCommand(CommandKind.Timescale, 0));
                loop.Turn();
            }
        }
    }

    private sealed class CountingPerformer : IPerformer
    {
        public int HeardCount { get; private set; }
        public int Played { get; private set; }

        public void Heard(
            int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru) => HeardCount++;

        public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved) => Played++;

        public void ReleaseNotes(long now)
        {
        }
    }
}

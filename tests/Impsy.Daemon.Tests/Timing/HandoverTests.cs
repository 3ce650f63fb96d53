using Impsy.Daemon.Engine;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Tests.Timing;

public class HandoverTests
{
    private static readonly EngineSettings s_polyphony = new(InteractionMode.Polyphony, Threshold: 0.1f);

    [Fact]
    public void Another_engine_and_other_inputs_take_over_between_two_events()
    {
        using EventFd bell = new();
        InputQueue before = new(bell), after = new(bell);
        RecordingPerformer performer = new();
        InteractionEngine first = new(3, new ScriptedPredictor(3, 5), s_polyphony, performer);
        InteractionEngine second = new(2, new ScriptedPredictor(2, 5), s_polyphony, performer);
        TimingLoop loop = new(first, [before], new CommandQueue(bell), bell);
        Thread playing = new(loop.Run);
        playing.Start();
        Assert.True(loop.TryHandOver(new Handover([after], _ => second)));
        Assert.Same(second, loop.Engine);
        before.Write(PlayerInput.Whole(MonotonicClock.Now(), [0.5f, 0.5f]));
        after.Write(PlayerInput.Whole(MonotonicClock.Now(), [0.5f]));
        Impsy.TestSupport.Wait.Until(() => second.InputCount == 1, TimeSpan.FromSeconds(20), () => "not heard");
        Assert.Equal((0, 0), (first.InputCount, first.RefusedCount));
        loop.Stop();
        playing.Join();
    }

    [Fact]
    public void When_the_loop_has_ended_nothing_takes_over()
    {
        using EventFd bell = new();
        InteractionEngine engine = new(3, null, s_polyphony, new RecordingPerformer());
        TimingLoop loop = new(engine, [], new CommandQueue(bell), bell);
        loop.Stop();
        bool isCalled = false;
        Assert.False(loop.TryHandOver(new Handover([], _ =>
        {
            isCalled = true;
            return engine;
        })));
        loop.Turn();
        Assert.False(isCalled);
    }

    [Fact]
    public void A_model_that_was_loaded_for_another_dimension_is_handed_back_and_never_plays()
    {
        using EventFd bell = new();
        CommandQueue commands = new(bell);
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 5), s_polyphony, new RecordingPerformer());
        ScriptedPredictor misfit = new(4, 5);
        commands.OfferModel(misfit);
        Assert.False(commands.IsSettled);
        commands.Drain(engine, 0);
        Assert.True(commands.IsSettled);
        Assert.Same(misfit, commands.TakeRetiredModel());
        Assert.NotSame(misfit, engine.Predictor);
    }
}

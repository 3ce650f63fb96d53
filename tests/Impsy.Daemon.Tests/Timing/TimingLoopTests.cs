using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Tests.Timing;

public class TimingLoopTests
{
    private static readonly EngineSettings s_polyphony = new(InteractionMode.Polyphony, Threshold: 0.1f);

    [Fact]
    public void Channels_are_merged_by_their_time_stamps()
    {
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell), new(bell)];
        RecordingPerformer performer = new();
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 5), s_polyphony, performer);
        TimingLoop loop = new(engine, inputs, new CommandQueue(bell), bell);
        foreach (int i in new[] { 1, 4, 6 })
            inputs[0].Write(PlayerInput.Whole(i, [i / 10f, 0]));
        foreach (int i in new[] { 2, 3, 5, 7 })
            inputs[1].Write(PlayerInput.Whole(i, [i / 10f, 1]));
        loop.Turn();
        Assert.Equal(
            ["0@1", "1@2", "1@3", "0@4", "1@5", "0@6", "1@7"],
            performer.HeardFrom);
    }

    [Fact]
    public void What_is_due_between_two_inputs_that_wait_sounds_between_them()
    {
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell)];
        RecordingPerformer performer = new();
        long start = MonotonicClock.Now() - 50_000_000;
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 0.01f), s_polyphony, performer);
        TimingLoop loop = new(engine, inputs, new CommandQueue(bell), bell);
        inputs[0].Write(PlayerInput.Whole(start, [0.1f, 0]));
        inputs[0].Write(PlayerInput.Whole(start + 20_000_000, [0.2f, 0]));
        loop.Turn();
        Assert.Equal(["heard", "play", "heard", "play"], performer.Order);
        Assert.Equal(2, loop.Lateness.Total);
    }

    [Fact]
    public void What_is_due_at_the_instant_of_an_input_sounds_before_it()
    {
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell)];
        RecordingPerformer performer = new();
        long start = MonotonicClock.Now() - 50_000_000;
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 0.01f, 5), s_polyphony, performer);
        TimingLoop loop = new(engine, inputs, new CommandQueue(bell), bell);
        inputs[0].Write(PlayerInput.Whole(start, [0.1f, 0]));
        inputs[0].Write(PlayerInput.Whole(start + 10_000_000, [0.2f, 0]));
        loop.Turn();
        Assert.Equal(["heard", "play", "heard"], performer.Order);
    }

    [Fact]
    public void A_command_comes_before_inputs_that_wait()
    {
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell)];
        CommandQueue commands = new(bell);
        RecordingPerformer performer = new();
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 5), s_polyphony, performer);
        TimingLoop loop = new(engine, inputs, commands, bell);
        inputs[0].Write(PlayerInput.Whole(1, [0.1f, 0]));
        commands.Write(new EngineCommand(CommandKind.Mode, Mode: InteractionMode.Filter));
        loop.Turn();
        Assert.Equal(["release", "heard", "play"], performer.Order);
    }

    [Fact]
    public void A_model_offered_from_another_thread_takes_over_and_the_old_one_comes_back()
    {
        using EventFd bell = new();
        CommandQueue commands = new(bell);
        ScriptedPredictor first = new(3, 5);
        ScriptedPredictor second = new(3, 5);
        ScriptedPredictor third = new(3, 5);
        InteractionEngine engine = new(3, first, s_polyphony, new RecordingPerformer());
        TimingLoop loop = new(engine, [], commands, bell);
        Assert.Null(commands.OfferModel(second));
        Assert.Same(second, commands.OfferModel(third)); // never played: the offerer's to dispose of
        loop.Turn();
        Assert.Same(first, commands.TakeRetiredModel());
        Assert.Null(commands.TakeRetiredModel());
        // The next is let in only when the last has been taken away.
        commands.OfferModel(first);
        loop.Turn();
        commands.OfferModel(second);
        loop.Turn();
        Assert.Same(third, commands.TakeRetiredModel());
        loop.Turn();
        Assert.Same(first, commands.TakeRetiredModel());
    }

    [Fact]
    public void The_loop_plays_a_pulse_on_its_own_thread_and_releases_the_notes_at_the_end()
    {
        using EventFd bell = new();
        RecordingPerformer performer = new() { StopAfter = 20 };
        InteractionEngine engine = new(
            3, new ScriptedPredictor(3, 0.002f), s_polyphony with { Mode = InteractionMode.Battle, Autostart = true }, performer);
        TimingLoop loop = new(engine, [], new CommandQueue(bell), bell);
        performer.Stop = loop.Stop;
        Thread thread = new(loop.Run);
        thread.Start();
        thread.Join();
        Assert.Equal([.. Enumerable.Repeat("play", 20), "release"], performer.Order);
        // 2 ms apart to the nanosecond, unless this machine stood still for over 100 ms.
        if (engine.StallCount == 0)
            Assert.All(performer.Deadlines.Zip(performer.Deadlines.Skip(1)), p => Assert.Equal(2_000_000, p.Second - p.First));
    }

    [Fact]
    public void A_failure_in_the_loop_releases_the_notes_and_comes_out()
    {
        using EventFd bell = new();
        RecordingPerformer performer = new() { StopAfter = 3, Stop = () => throw new InvalidOperationException("a bug") };
        InteractionEngine engine = new(
            3, new ScriptedPredictor(3, 0.001f), s_polyphony with { Mode = InteractionMode.Battle, Autostart = true }, performer);
        TimingLoop loop = new(engine, [], new CommandQueue(bell), bell);
        PerformanceThread thread = new(loop);
        thread.Start();
        Assert.Equal("a bug", Assert.Throws<InvalidOperationException>(thread.Join).Message);
        Assert.Equal(["play", "play", "play", "release"], performer.Order);
    }

    [Fact]
    public void A_flood_of_commands_is_held_up_and_loses_none()
    {
        using EventFd bell = new();
        CommandQueue commands = new(bell);
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 5), s_polyphony, new RecordingPerformer());
        TimingLoop loop = new(engine, [], commands, bell);
        Thread flood = new(() =>
        {
            for (int i = 0; i < 5000; i++)
                commands.Write(new EngineCommand(CommandKind.Timescale, i / 100f));
        });
        flood.Start();
        while (flood.IsAlive)
            loop.Turn();
        loop.Turn();
        Assert.Equal((0, 49.99f), (commands.Dropped, engine.Timescale));
    }

    [Fact]
    public void Commands_that_nobody_reads_are_given_up_after_a_while_and_counted()
    {
        using EventFd bell = new();
        CommandQueue commands = new(bell);
        for (int i = 0; i < 258; i++)
            commands.Write(new EngineCommand(CommandKind.Reset));
        Assert.Equal(2, commands.Dropped);
    }

    [Fact]
    public void A_note_that_ends_at_the_instant_of_an_event_ends_before_it()
    {
        using EventFd bell = new();
        InputQueue[] inputs = [new(bell)];
        long start = MonotonicClock.Now() - 50_000_000;
        RecordingPerformer performer = new() { NextWake = start + 10_000_000 };
        InteractionEngine engine = new(3, new ScriptedPredictor(3, 0.01f, 5), s_polyphony, performer);
        TimingLoop loop = new(engine, inputs, new CommandQueue(bell), bell);
        inputs[0].Write(PlayerInput.Whole(start, [0.1f, 0]));
        inputs[0].Write(PlayerInput.Whole(start + 20_000_000, [0.2f, 0]));
        loop.Turn();
        Assert.Equal(["heard", "sound", "play", "heard"], performer.Order);
    }
}

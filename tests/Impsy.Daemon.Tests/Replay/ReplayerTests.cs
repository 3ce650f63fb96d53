using System.Globalization;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Replay;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Tests.Replay;

public class ReplayerTests
{
    private static readonly float[] s_dts = [0.001f, 0.004f, 0.002f, 0.0005f, 0.003f, 0.01f, 0.002f];

    // Milliseconds. Two at once, one at the very deadline of an event, a silence, a burst.
    private static readonly double[] s_times = [0, 1, 1, 2.5, 9, 10, 30, 30.1, 30.2, 30.3, 45];

    [Theory]
    [InlineData("callresponse")]
    [InlineData("polyphony")]
    [InlineData("filter")]
    [InlineData("battle")]
    [InlineData("useronly")]
    public void The_same_inputs_give_the_same_events_at_the_same_times_as_in_the_live_loop(string name)
    {
        Assert.True(InteractionModeText.TryParse(name, out InteractionMode mode));
        EngineSettings settings = new(mode, Threshold: 0.005f, InputThru: true, Autostart: true);
        string[] live = PlayLive(settings);
        Transcript replayed = new(0);
        InteractionEngine engine = new(3, new ScriptedPredictor(3, s_dts), settings, replayed);
        using ReplayPace pace = new(double.PositiveInfinity);
        new Replayer(engine, pace).Run(Inputs(0));
        // The live one ends in the middle of things, the replay a while after the last input.
        Assert.InRange(live.Length, s_times.Length, replayed.Lines.Count - 1);
        Assert.Equal(live, replayed.Lines.Take(live.Length));
        Assert.Equal("release", replayed.Lines[^1]);
    }

    [Fact]
    public void It_ends_five_seconds_after_the_last_input_with_the_answer_to_it()
    {
        Transcript replayed = new(0);
        InteractionEngine engine = new(
            3, new ScriptedPredictor(3, 5), new EngineSettings(InteractionMode.Polyphony, 0.1f), replayed);
        using ReplayPace pace = new(double.PositiveInfinity);
        new Replayer(engine, pace).Run([PlayerInput.Whole(0, [0.1f, 0.2f])]);
        Assert.Equal(["heard 0 0.1 0.2", "play 5000000000 0.001 0.9", "release"], replayed.Lines);
    }

    [Fact]
    public void Stopped_it_releases_the_notes_and_goes_no_further()
    {
        Transcript replayed = new(0);
        InteractionEngine engine = new(
            3, new ScriptedPredictor(3, 0.1f), new EngineSettings(InteractionMode.CallResponse, 0.1f), replayed);
        using ReplayPace pace = new(double.PositiveInfinity);
        replayed.StopAt = ("play 300000000", pace.Stop);
        new Replayer(engine, pace).Run([PlayerInput.Whole(0, [0.1f, 0.2f])]);
        Assert.Equal(
            ["heard 0 0.1 0.2", "play 100000000 0.001 0.9", "play 200000000 0.002 0.9", "play 300000000 0.003 0.9", "release"],
            replayed.Lines);
    }

    private static string[] PlayLive(EngineSettings settings)
    {
        while (true)
        {
            using EventFd bell = new();
            InputQueue inputs = new(bell);
            long start = MonotonicClock.Now() - 50_000_000;
            Transcript transcript = new(start);
            InteractionEngine engine = new(3, new ScriptedPredictor(3, s_dts), settings, transcript);
            TimingLoop loop = new(engine, [inputs], new CommandQueue(bell), bell);
            foreach (PlayerInput input in Inputs(start))
                inputs.Write(input);
            engine.Start(start);
            loop.Turn();
            if (engine.StallCount == 0) // this machine stood still for 50 ms: again
                return [.. transcript.Lines];
        }
    }

    private static IEnumerable<PlayerInput> Inputs(long start) => s_times.Select((time, i) =>
        PlayerInput.Whole(start + (long)(time * 1e6), [i / 100f, 1 - i / 100f]));

    /// <summary>What happened, with times from a start.</summary>
    private sealed class Transcript(long start) : IPerformer
    {
        public List<string> Lines { get; } = [];

        /// <summary>Called when a line begins like this.</summary>
        public (string Begin, Action Stop)? StopAt { get; set; }

        public void Heard(
            int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru) =>
            Add(thru ? "thru" : "heard", time, controls);

        public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved) => Add("play", deadline, controls);

        public void ReleaseNotes(long now) => Lines.Add("release");

        private void Add(string what, long time, ReadOnlySpan<float> controls)
        {
            IEnumerable<string> texts = controls.ToArray().Select(v => v.ToString("0.####", CultureInfo.InvariantCulture));
            Lines.Add($"{what} {time - start} {string.Join(' ', texts)}");
            if (StopAt is { } stop && Lines[^1].StartsWith(stop.Begin, StringComparison.Ordinal))
                stop.Stop();
        }
    }
}

using System.Globalization;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Tests.Engine;

/// <summary>
/// Plays an engine in virtual time and writes down all that happens, one text a happening: "heard 100 0.1 0.2",
/// "thru …", "play 250 0.001 0.9", "release 300". Times are milliseconds.
/// </summary>
internal sealed class VirtualPlayer : IPerformer
{
    private readonly InteractionEngine _engine;
    private long _now;

    public VirtualPlayer(EngineSettings settings, ScriptedPredictor? predictor, int dimension = 3)
    {
        Predictor = predictor;
        _engine = new InteractionEngine(dimension, predictor, settings, this);
        _engine.Start(0);
    }

    public InteractionEngine Engine => _engine;
    public ScriptedPredictor? Predictor { get; }
    public List<string> Happened { get; } = [];

    /// <summary>Only what was played, as milliseconds.</summary>
    public IEnumerable<double> PlayTimes =>
        Happened.Where(h => h.StartsWith("play", StringComparison.Ordinal))
            .Select(h => double.Parse(h.Split(' ')[1], CultureInfo.InvariantCulture));

    public VirtualPlayer Touch(double milliseconds, params float[] controls) => Touch(milliseconds, 0, controls);

    public VirtualPlayer Touch(double milliseconds, int channel, float[] controls)
    {
        long time = Nanoseconds(milliseconds);
        RunTo(time);
        _now = time;
        _engine.Input(channel, PlayerInput.Whole(time, controls));
        return this;
    }

    public VirtualPlayer Command(double milliseconds, EngineCommand command)
    {
        Until(milliseconds);
        _engine.Command(_now, command);
        return this;
    }

    public VirtualPlayer Command(double milliseconds, CommandKind kind, float value = 0) =>
        Command(milliseconds, new EngineCommand(kind, value));

    public VirtualPlayer Mode(double milliseconds, InteractionMode mode) =>
        Command(milliseconds, new EngineCommand(CommandKind.Mode, Mode: mode));

    /// <summary>Lets time pass, waking the engine exactly when it wants to be.</summary>
    public VirtualPlayer Until(double milliseconds)
    {
        RunTo(Nanoseconds(milliseconds));
        return this;
    }

    /// <summary>Lets time pass with the machine asleep; then it wakes.</summary>
    public VirtualPlayer StallUntil(double milliseconds)
    {
        _now = Nanoseconds(milliseconds);
        while (_engine.Wake(_now))
        {
        }
        return this;
    }

    public void Heard(
        int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru) =>
        Note(thru ? $"thru {moved:b}" : "heard", time, controls);

    public void Lift(long time, in PlayerInput input) => Happened.Add($"lift {Milliseconds(time)}");

    public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved) =>
        Note("play", deadline, controls);

    public void ReleaseNotes(long now) => Happened.Add($"release {Milliseconds(_now)}");

    public void Show(long now, PlayState state) => States.Add($"{state} {Milliseconds(now)}");

    /// <summary>Who played from when on, such as "Response 100".</summary>
    public List<string> States { get; } = [];

    private static long Nanoseconds(double milliseconds) => (long)Math.Round(milliseconds * 1e6);

    private static string Milliseconds(long time) => (time / 1e6).ToString("0.###", CultureInfo.InvariantCulture);

    private void RunTo(long end)
    {
        while (_engine.NextWake <= end)
        {
            _now = Math.Max(_now, _engine.NextWake);
            _engine.Wake(_now);
        }
        _now = Math.Max(_now, end);
    }

    private void Note(string what, long time, ReadOnlySpan<float> controls)
    {
        IEnumerable<string> texts = controls.ToArray().Select(v => v.ToString("0.####", CultureInfo.InvariantCulture));
        Happened.Add($"{what} {Milliseconds(time)} {string.Join(' ', texts)}");
    }
}

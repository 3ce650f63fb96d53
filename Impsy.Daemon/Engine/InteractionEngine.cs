using System.Numerics;
using Impsy.Inference;

namespace Impsy.Daemon.Engine;

/// <summary>
/// Decides who plays: a pure, deterministic state machine over inputs, commands and the time it is told. It owns no
/// thread, clock, socket or random source, so every rule is tested in virtual time. One thread at a time; allocates
/// nothing after construction.
/// <para>
/// The caller hands everything over in the order of time: what is due up to an input's stamp, that instant included, is
/// played by <see cref="Wake"/> first. (The other way round a stream in step with the model's dt would delay it.)
/// </para>
/// <para>Longer than our files are otherwise: the rules of who plays are only right together.</para>
/// </summary>
internal sealed class InteractionEngine
{
    /// <summary>A chain's events keep this distance after scaling, or timescale 0 would be an endless loop.</summary>
    public const long MinimumInterval = 1_000_000;

    /// <summary>An event later than this was held up by a stall: time begins anew instead of being caught up.</summary>
    public const long StallLimit = 100_000_000;

    /// <summary>No deadline; far enough away to never come, near enough for arithmetic not to overflow.</summary>
    public const long Never = long.MaxValue / 2;

    private readonly IPerformer _performer;
    private readonly float[] _hands;   // (D-1): where the player's controls stand
    private readonly float[] _given;   // (D): the event the model was last given
    private readonly float[] _pending; // (D): what the model says comes next
    private IPredictor? _predictor;
    private float? _sigma;
    private float? _pi;
    private long _now;         // the latest time seen: time never runs backwards in here
    private bool _hasGiven;    // since the model's memory was last empty
    private long _givenAt;     // when the given event sounded
    private bool _hasPending;
    private long _deadline;    // of the pending event
    private long _pendingFrom; // the time that the pending event's dt counts from
    private long _lastTouch;
    private long _pausedAt;
    private bool _touchedWhilePaused;
    private PlayState _shown;

    /// <param name="dimension">D = controls + 1, 2..65.</param>
    /// <param name="predictor">Not owned. Null: no model could be loaded; thru and logging go on.</param>
    public InteractionEngine(int dimension, IPredictor? predictor, in EngineSettings settings, IPerformer performer)
    {
        Dimension = dimension;
        _performer = performer;
        _predictor = predictor;
        _hands = new float[dimension - 1];
        _given = new float[dimension];
        _pending = new float[dimension];
        _sigma = settings.SigmaTemperature;
        _pi = settings.PiTemperature;
        Mode = settings.Mode;
        Threshold = settings.Threshold;
        Timescale = settings.Timescale;
        InputThru = settings.InputThru;
        Autostart = settings.Autostart;
        predictor?.Metadata.Start.AsSpan(1..).CopyTo(_hands);
    }

    public int Dimension { get; }
    public IPerformer Performer => _performer;
    public InteractionMode Mode { get; private set; }
    public bool Paused { get; private set; }
    public float Threshold { get; private set; }
    public float Timescale { get; private set; }
    public bool InputThru { get; }
    public bool Autostart { get; }
    public bool HasModel => _predictor is not null;
    public Temperatures Temperatures => new(
        _sigma ?? _predictor?.Metadata.Suggested.Sigma ?? 1,
        _pi ?? _predictor?.Metadata.Suggested.Pi ?? 1);

    /// <summary>Whether the model is sounding of its own accord: responding, or in battle.</summary>
    public bool Responding { get; private set; }

    public long InputCount { get; private set; }
    public long PlayCount { get; private set; }
    public long StallCount { get; private set; }

    /// <summary>Inputs of the wrong length and commands out of range: refused, and nothing changed.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>When to call <see cref="Wake"/>; <see cref="Never"/> when nothing is pending.</summary>
    public long NextWake => _hasPending && !Paused ? _deadline : Never;

    /// <summary>Call once, when the instrument begins.</summary>
    public void Start(long now)
    {
        _now = now;
        _performer.Show(now, _shown);
        if (Autostart)
            StartChain(now);
        ShowState();
    }

    /// <summary>The player did something.</summary>
    /// <returns>False when it does not fit the dimension: refused.</returns>
    public bool Input(int channel, in PlayerInput input)
    {
        int controls = Dimension - 1;
        if (input.Length != 0 && input.Length != controls || (input.Sent & ~PlayerInput.AllOf(controls)) != 0)
        {
            RefusedCount++;
            return false;
        }
        _now = Math.Max(_now, input.Time);
        if (input.AllLifted || input.Lifted != 0)
            _performer.Lift(_now, input);
        if (input.Sent == 0)
            return true;
        ulong moved = MoveHands(input);
        InputCount++;
        _lastTouch = _now;
        _performer.Heard(channel, _now, input, _hands, moved, InputThru && Mode != InteractionMode.Filter);
        if (Paused)
            _touchedWhilePaused = true;
        else
            Answer(_now);
        ShowState();
        return true;
    }

    /// <summary>Plays the pending event when it is due, and predicts the one after it: at most one a call.</summary>
    /// <returns>Whether an event was played.</returns>
    public bool Wake(long now)
    {
        if (NextWake > now)
            return false;
        long deadline = _deadline;
        if (now - deadline > StallLimit)
        {
            StallCount++;
            deadline = now;
        }
        _now = Math.Max(_now, deadline); // not now: an input may wait whose stamp lies between the two
        _hasPending = false;
        PlayPending(deadline);
        if (Mode is InteractionMode.CallResponse or InteractionMode.Battle)
        {
            Responding = true;
            Give(deadline, _pending[0], _pending.AsSpan(1));
            Schedule(deadline);
        }
        ShowState();
        return true;
    }

    /// <returns>False when its value is out of range: refused, and nothing changed.</returns>
    public bool Command(long now, in EngineCommand given)
    {
        _now = Math.Max(_now, now);
        EngineCommand command = given.ResolvedFor(this);
        if (!command.IsInRange)
        {
            RefusedCount++;
            return false;
        }
        switch (command.Kind)
        {
            case CommandKind.Mode: ChangeMode(command.Mode); break;
            case CommandKind.Reset: Reset(); break;
            case CommandKind.Pause: Pause(command.Value != 0); break;
            case CommandKind.TogglePause: Pause(!Paused); break;
            case CommandKind.SigmaTemperature: _sigma = command.Value; break;
            case CommandKind.PiTemperature: _pi = command.Value; break;
            case CommandKind.Timescale: Timescale = command.Value; Reschedule(); break;
            case CommandKind.Threshold: Threshold = command.Value; Reschedule(); break;
        }
        ShowState();
        return true;
    }

    /// <summary>A new model takes over between two events; what was alive goes on with it.</summary>
    /// <param name="predictor">Of the same dimension. Not owned.</param>
    /// <returns>The model before it, which is the caller's to dispose of.</returns>
    public IPredictor? SwapModel(long now, IPredictor predictor)
    {
        _now = Math.Max(_now, now);
        IPredictor? before = _predictor;
        _predictor = predictor;
        BeginAnew();
        if (before is null && Autostart)
            StartChain(now);
        ShowState();
        return before;
    }

    /// <summary>The instrument ends: no event comes any more, and no note stays.</summary>
    public void Stop()
    {
        _hasPending = false;
        Responding = false;
        _performer.ReleaseAll(_now);
        ShowState();
    }

    private void ShowState()
    {
        PlayState state = Paused ? PlayState.Paused : Responding ? PlayState.Response : PlayState.Call;
        if (state == _shown)
            return;
        _shown = state;
        _performer.Show(_now, state);
    }

    private ulong MoveHands(in PlayerInput input)
    {
        ulong moved = 0;
        for (ulong left = input.Sent; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            if (_hands[i] != input.Values[i])
                moved |= 1UL << i;
            _hands[i] = input.Values[i];
        }
        return moved;
    }

    private void Answer(long time)
    {
        switch (Mode)
        {
            case InteractionMode.CallResponse:
                TakeOver();
                GiveHands(time);
                Schedule(time);
                break;
            case InteractionMode.Polyphony:
                // A newer input gives the pending event newer values but must not push it away, or a stream faster
                // than the model's dt would never sound.
                long before = NextWake;
                GiveHands(time);
                Schedule(time);
                _deadline = Math.Min(_deadline, before);
                break;
            case InteractionMode.Filter when HasModel:
                GiveHands(time);
                PlayPending(time);
                break;
            case InteractionMode.Battle when !_hasPending:
                StartChain(time); // without autostart it waits for a first touch, and listens to no other
                break;
        }
    }

    /// <summary>The player has the floor: what was pending is dropped and never fed back, or two chains would live.</summary>
    private void TakeOver()
    {
        _hasPending = false;
        if (!Responding)
            return;
        Responding = false;
        _performer.ReleaseNotes(_now);
    }

    /// <summary>The model plays of its own accord, from where the player's controls stand.</summary>
    private void StartChain(long now)
    {
        if (!HasModel || Mode is not (InteractionMode.CallResponse or InteractionMode.Battle))
            return;
        Responding = true;
        GiveHands(now);
        Schedule(now);
    }

    private void GiveHands(long time) => Give(time, _hasGiven ? (time - _givenAt) / 1e9 : 0, _hands);

    private void Give(long time, double dt, ReadOnlySpan<float> controls)
    {
        if (_predictor is null)
            return;
        _given[0] = (float)Math.Clamp(dt, 0, _predictor.Metadata.DtMax);
        controls.CopyTo(_given.AsSpan(1));
        _givenAt = time;
        _hasGiven = true;
        _predictor.Predict(_given, Temperatures, _pending);
    }

    private void PlayPending(long deadline)
    {
        ulong moved = 0;
        for (int i = 1; i < Dimension; i++)
        {
            if (_pending[i] != _given[i])
                moved |= 1UL << (i - 1);
        }
        PlayCount++;
        _performer.Play(deadline, Nanoseconds(_pending[0] * (double)Timescale), _pending.AsSpan(1), moved);
    }

    /// <summary>Sets when the predicted event sounds, from the time of the event before it.</summary>
    private void Schedule(long from)
    {
        if (_predictor is null)
            return;
        _hasPending = true;
        _pendingFrom = from;
        long interval = Nanoseconds(_pending[0] * (double)Timescale);
        if (Responding)
            _deadline = from + Math.Max(interval, MinimumInterval);
        else if (Mode is InteractionMode.CallResponse)
            _deadline = Math.Max(from + interval, _lastTouch + Nanoseconds(Threshold));
        else
            _deadline = from + interval;
    }

    /// <summary>Timescale or threshold changed: the pending event moves with it, but never into the past.</summary>
    private void Reschedule()
    {
        if (!_hasPending)
            return;
        Schedule(_pendingFrom);
        _deadline = Math.Max(_deadline, _now);
    }

    private void ChangeMode(InteractionMode mode)
    {
        if (mode == Mode && (mode is not InteractionMode.Battle || _hasPending))
            return;
        Mode = mode;
        Responding = false;
        _performer.ReleaseNotes(_now);
        switch (mode)
        {
            case InteractionMode.Battle when _hasPending:
                Responding = true;
                Schedule(_now);
                break;
            case InteractionMode.Battle:
                StartChain(_now);
                break;
            case InteractionMode.CallResponse when _hasGiven || InputCount > 0:
                // The silence is counted from the change: after the threshold the model responds to what there was.
                _lastTouch = _now;
                if (!_hasPending)
                    GiveHands(_now);
                Schedule(_now);
                break;
            default:
                _hasPending = false;
                break;
        }
    }

    private void Reset()
    {
        _predictor?.Reset();
        BeginAnew();
    }

    /// <summary>The model's memory is empty: a chain goes on from where its controls stand.</summary>
    private void BeginAnew()
    {
        _performer.ReleaseNotes(_now);
        _hasGiven = false;
        if (!_hasPending)
            return;
        Give(_now, 0, _given.AsSpan(1));
        Schedule(_now);
    }

    private void Pause(bool pause)
    {
        if (pause == Paused)
            return;
        Paused = pause;
        if (pause)
        {
            _pausedAt = _now;
            _touchedWhilePaused = false;
            _performer.ReleaseNotes(_now);
            return;
        }
        long gap = _now - _pausedAt; // what was pending comes as much later as the pause was long
        _deadline += gap;
        _pendingFrom += gap;
        if (!_touchedWhilePaused)
        {
            _lastTouch += gap;
            return;
        }
        _lastTouch = _now; // the player moved meanwhile: as if the last touch came now
        if (Mode is InteractionMode.CallResponse)
            Answer(_now);
        else if (Mode is InteractionMode.Polyphony)
            _hasPending = false;
    }

    // To the microsecond: a float of 5 s is no more precise, and 0.05f becomes 50 ms again.
    private static long Nanoseconds(double seconds) => (long)Math.Round(seconds * 1e6) * 1000;
}

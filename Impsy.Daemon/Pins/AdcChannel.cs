using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Pins;

/// <summary>
/// Knobs on the converters of one bus: a thread that reads them at an even rate. A converter that does not answer is
/// told once and tried again every second. A bus that hangs holds up this thread and nothing else.
/// </summary>
internal sealed partial class AdcChannel : IChannel
{
    private const long RetryTime = 1_000_000_000;
    private const int CloseMilliseconds = 100;

    // A loose wire or a spark costs a reading now and then, which is no news; so many in a row are.
    private const int PatientReadings = 5;

    // How often a bus that has no time for it reads a channel without a knob all the same, for those who learn.
    private const int RoundsWithoutTime = 8;

    private readonly ConverterBusConfig _config;
    private readonly PositionSender _positions;
    private readonly PinTroubles _troubles;
    private readonly ILogger _logger;
    private readonly Converter?[] _converters;
    private readonly bool[] _answers;
    private readonly int[] _failures;
    private readonly long[] _retryAt;
    private readonly InputTap[] _taps;
    private readonly int _otherEvery; // rounds
    private readonly string?[] _told; // the trouble of each converter, when it has one
    private readonly EventFd _stop = new();
    private readonly ManualResetEventSlim _tried = new();
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _samples;
    private long _failed;
    private long _missed;

    /// <param name="source">Of what is played here, for its routes.</param>
    /// <param name="controls">D-1.</param>
    public AdcChannel(
        ConverterBusConfig config, byte source, int controls, EventFd bell, PinTroubles troubles, ILogger logger)
    {
        _config = config;
        _troubles = troubles;
        _logger = logger;
        int count = config.Converters.Count;
        (_converters, _answers, _failures) = (new Converter?[count], new bool[count], new int[count]);
        (_retryAt, _told) = (new long[count], new string?[count]);
        _taps = [.. config.Converters.Select(converter => new InputTap(new HeardPort(HeardPortKind.Adc, config.Bus)
        {
            Chip = converter.Chip,
            Address = converter.Address,
            Speed = converter.SpeedHz,
        }))];
        _otherEvery = HasTimeForMore(config) ? 1 : RoundsWithoutTime;
        Inputs = new InputQueue(bell);
        _positions = new PositionSender(Inputs, source, controls);
        _thread = new Thread(Run) { Name = "adc in", IsBackground = true };
    }

    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;
    public IReadOnlyList<IOutput> Outputs => [];
    public IReadOnlyList<InputTap> Taps => _taps;

    /// <summary>Rounds in which every converter was asked.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Readings that a converter did not answer.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Rounds that were left out because the one before took too long.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Does not wait for a bus that hangs already.</summary>
    public void Start()
    {
        _thread.Start();
        _tried.Wait(CloseMilliseconds);
    }

    /// <summary>Leaves a thread behind that the kernel holds in a bus that hangs: that cannot be cut short.</summary>
    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        if (_thread.IsAlive && !_thread.Join(CloseMilliseconds))
            return;
        foreach (Converter? converter in _converters)
            converter?.Dispose();
        _stop.Dispose();
        _tried.Dispose();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // not permitted: the performance thread has said so
        long period = MonotonicClock.NanosecondsPerSecond / _config.RateHz;
        long deadline = MonotonicClock.Now();
        while (!_stopping)
        {
            bool isAnyThere = false;
            for (int i = 0; i < _converters.Length; i++)
                isAnyThere |= TrySample(i);
            long now = MonotonicClock.Now();
            _positions.Send(now);
            TellTaps(now);
            Volatile.Write(ref _samples, _samples + 1);
            _tried.Set();
            if (!isAnyThere)
            {
                _stop.Wait((int)(RetryTime / 1_000_000));
                deadline = MonotonicClock.Now();
                continue;
            }
            deadline = NextDeadline(deadline, period, now);
            MonotonicClock.SleepUntil(deadline);
        }
    }

    // On the grid of the first one, or the rate would be less than it says; what was missed is not made up for.
    private long NextDeadline(long deadline, long period, long now)
    {
        long missed = Math.Max((now - deadline) / period, 0);
        Volatile.Write(ref _missed, _missed + missed);
        return deadline + (missed + 1) * period;
    }

    // Behind the knobs that play, which are on their way by then.
    private void TellTaps(long now)
    {
        for (int i = 0; i < _taps.Length; i++)
        {
            if (!_taps[i].IsOpen(now) || !_answers[i])
                continue;
            _converters[i]!.TellKnobs(_taps[i], now);
            if (_samples % _otherEvery == 0)
                _converters[i]!.TellAnother(_taps[i], now);
        }
    }

    /// <summary>Whether one channel more of each converter fits into a round.</summary>
    private static bool HasTimeForMore(ConverterBusConfig config)
    {
        int conversions = config.Converters.Sum(
            converter => 1 + converter.Knobs.DistinctBy(knob => knob.Channel).Count());
        return config.Converters.All(
            converter => converter.Chip.RefuseRate(config.RateHz, conversions, converter.SpeedHz) is null);
    }

    private bool TrySample(int i)
    {
        if (_converters[i] is null && !TryOpen(i))
            return false;
        Converter converter = _converters[i]!;
        if (converter.TrySample(_positions))
        {
            _failures[i] = 0;
            if (!_answers[i])
                Return(i);
            return true;
        }
        Volatile.Write(ref _failed, _failed + 1);
        if (_answers[i] && ++_failures[i] < PatientReadings)
            return true;
        Lose(i, converter.Problem);
        return false;
    }

    private bool TryOpen(int i)
    {
        long now = MonotonicClock.Now();
        if (now < _retryAt[i])
            return false;
        try
        {
            _converters[i] = new Converter(_config.Converters[i]);
            TellScale(i, _converters[i]!.FullScale);
            return true;
        }
        catch (IOException failure)
        {
            Lose(i, failure.Message);
            return false;
        }
    }

    // Of a converter that a driver serves it is known only now.
    private void TellScale(int i, int fullScale) => _taps[i].Port = _taps[i].Port with
    {
        FullScale = fullScale,
        Hysteresis = _config.Converters[i].Knobs.Max(knob => knob.Hysteresis)
            ?? Knob.HysteresisOf(_config.Converters[i].Chip, fullScale),
    };

    private void Lose(int i, string problem)
    {
        _converters[i]?.Dispose();
        _converters[i] = null;
        _answers[i] = false;
        _taps[i].IsThere = false;
        _retryAt[i] = MonotonicClock.Now() + RetryTime;
        if (_told[i] is null)
            _troubles.Begin();
        if (_told[i] != problem)
            LogTrouble(_config.Converters[i].Chip.Name, problem);
        _told[i] = problem;
    }

    private void Return(int i)
    {
        _answers[i] = true;
        _taps[i].IsThere = true;
        if (_told[i] is not null)
            _troubles.End();
        _told[i] = null;
        LogAnswers(_config.Converters[i].Chip.Name, _config.Bus);
    }

    [LoggerMessage(LogLevel.Warning, "ADC: {Chip}: {Problem}; trying again every second")]
    private partial void LogTrouble(string chip, string problem);

    [LoggerMessage(LogLevel.Information, "ADC: {Chip} on {Bus} answers")]
    private partial void LogAnswers(string chip, string bus);
}

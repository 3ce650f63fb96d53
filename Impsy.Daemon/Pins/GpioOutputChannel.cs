using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Gpio;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Pins;

/// <summary>
/// Lights, and whatever else is switched by the board's own pins. The performance thread only leaves the newest event
/// and rings; a thread of its own does what takes time. A line that cannot be had is told once and tried again every
/// second.
/// </summary>
internal sealed partial class GpioOutputChannel : IChannel, IOutput
{
    private const long LookTime = 1_000_000_000;

    private const string Gone = ""; // that it cannot be opened then is no news

    private readonly GpioConfig _config;
    private readonly ModelLoader _models;
    private readonly PinTroubles _troubles;
    private readonly ILogger _logger;
    private readonly GpioLines?[] _lines;
    private readonly bool[] _isOn;
    private readonly string?[] _told; // the trouble of each output, when it has one
    private readonly LatestSlot<LightFrame> _newest = new();
    private readonly EventFd _bell = new();
    private readonly ManualResetEventSlim _tried = new();
    private readonly Thread _thread;
    private LightFrame _frame; // the performance thread's
    private volatile bool _stopping;

    public GpioOutputChannel(GpioConfig config, ModelLoader models, PinTroubles troubles, ILogger logger)
    {
        _config = config;
        _models = models;
        _troubles = troubles;
        _logger = logger;
        _lines = new GpioLines?[config.Outputs.Count];
        _isOn = new bool[config.Outputs.Count];
        _told = new string?[config.Outputs.Count];
        _thread = new Thread(Run) { Name = "gpio out", IsBackground = true };
        Outputs = [this];
    }

    public InputQueue? Inputs => null;
    public IReadOnlyList<IOutput> Outputs { get; }

    public void Start()
    {
        _thread.Start();
        _tried.Wait();
    }

    public void Dispose()
    {
        _stopping = true;
        _bell.Ring();
        if (_thread.IsAlive)
            _thread.Join();
        foreach (GpioLines? lines in _lines)
        {
            lines?.TryWrite(0); // a line that is let go stays as it is
            lines?.Dispose();
        }
        _bell.Dispose();
        _tried.Dispose();
    }

    public void Play(long time, long interval, ReadOnlySpan<float> controls, ulong moved) => Tell(controls);

    public void Thru(long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved) => Tell(controls);

    public void ReleaseAll(long now)
    {
        _frame.IsDark = true;
        Tell();
    }

    public void Show(long now, PlayState state)
    {
        _frame.State = state;
        Tell();
    }

    private void Tell(ReadOnlySpan<float> controls)
    {
        controls.CopyTo(_frame.Controls);
        _frame.Played++;
        Tell();
    }

    private void Tell()
    {
        _newest.Write(_frame);
        _bell.Ring();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // it only switches, and what it switches may be a drum
        using DeadlineWaiter waiter = new(_bell);
        LightFrame frame = default;
        long nextLook = 0;
        while (!_stopping)
        {
            if (_newest.TryTake())
                frame = _newest.Front.After(frame, MonotonicClock.Now());
            long now = MonotonicClock.Now();
            if (now >= nextLook)
            {
                for (int i = 0; i < _lines.Length; i++)
                    Look(i);
                _tried.Set();
                nextLook = now + LookTime;
            }
            waiter.WaitUntil(Math.Min(Switch(frame, now), nextLook));
        }
    }

    /// <returns>When the next line changes by itself.</returns>
    private long Switch(in LightFrame frame, long now)
    {
        bool isTrouble = _troubles.Any || _models.Current.Length == 0;
        long earliest = InteractionEngine.Never;
        for (int i = 0; i < _lines.Length; i++)
        {
            bool isOn = Light.IsOn(_config.Outputs[i], frame, isTrouble, now, out long next);
            earliest = Math.Min(earliest, next);
            if (_lines[i] is not { } lines || isOn == _isOn[i])
                continue;
            _isOn[i] = isOn;
            if (!lines.TryWrite(isOn ? 1UL : 0))
                Lose(i);
        }
        return earliest;
    }

    /// <summary>Asks for lines that are not there; of those that are, whether they still are.</summary>
    private void Look(int i)
    {
        if (_lines[i] is null)
            TryOpen(i);
        else if (!_lines[i]!.TryRead(out ulong _))
            Lose(i);
    }

    private void TryOpen(int i)
    {
        PinOutputConfig output = _config.Outputs[i];
        try
        {
            using GpioChip chip = GpioChips.Open(_config.Chip);
            _lines[i] = chip.RequestOutput(chip.FindLine(output.Line), output.ActiveLow);
            _isOn[i] = false;
            if (_told[i] is not null)
                _troubles.End();
            _told[i] = null;
            LogOpen(output.Kind, _lines[i]!.Name);
        }
        catch (IOException failure)
        {
            if (_told[i] is null)
                _troubles.Begin();
            if (_told[i] != failure.Message && _told[i] != Gone)
                LogTrouble(output.Kind, failure.Message);
            _told[i] = failure.Message;
        }
    }

    private void Lose(int i)
    {
        LogGone(_config.Outputs[i].Kind, _lines[i]!.Name);
        _lines[i]!.Dispose();
        _lines[i] = null;
        _troubles.Begin();
        _told[i] = Gone;
    }

    [LoggerMessage(LogLevel.Information, "GPIO: {Kind} light on {Lines}")]
    private partial void LogOpen(PinOutputKind kind, string lines);

    [LoggerMessage(LogLevel.Warning, "GPIO: {Kind} light: {Problem}; trying again every second")]
    private partial void LogTrouble(PinOutputKind kind, string problem);

    [LoggerMessage(LogLevel.Warning, "GPIO: {Kind} light on {Lines} is gone; waiting for it to come back")]
    private partial void LogGone(PinOutputKind kind, string lines);
}

using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Gpio;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Pins;

/// <summary>
/// Buttons, switches and encoders on the board's own pins: a thread that blocks until the kernel reports an edge. A
/// line that cannot be had is told once and tried again every second; the others go on.
/// </summary>
internal sealed partial class GpioInputChannel : IChannel
{
    private const int LookMilliseconds = 1000;

    // An encoder of 100 steps turned five times a second is 2000 edges: half a second until the thread must have run.
    private const int EncoderBuffer = 1024;

    private const string Gone = ""; // that it cannot be opened then is no news

    private readonly GpioConfig _config;
    private readonly PinTroubles _troubles;
    private readonly ILogger _logger;
    private readonly IPinInput[] _inputs;
    private readonly GpioLines?[] _lines;
    private readonly string?[] _told; // the trouble of each input, when it has one
    private readonly GpioEdge[] _edges = new GpioEdge[64];
    private readonly EventFd _stop = new();
    private readonly ManualResetEventSlim _tried = new();
    private readonly GpioWaiter _waiter;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _lost;

    /// <param name="source">Of what is played here, for its routes.</param>
    /// <param name="controls">D-1.</param>
    public GpioInputChannel(
        GpioConfig config, byte source, int controls, EventFd bell, PinCommander commander, PinTroubles troubles,
        ILogger logger)
    {
        _config = config;
        _troubles = troubles;
        _logger = logger;
        Inputs = new InputQueue(bell);
        PositionSender positions = new(Inputs, source, controls);
        _inputs = [.. config.Inputs.Select<PinInputConfig, IPinInput>(input => input.Kind == PinInputKind.Encoder
            ? new EncoderInput(input, positions, commander)
            : new ButtonInput(input, positions, commander))];
        _lines = new GpioLines?[_inputs.Length];
        _told = new string?[_inputs.Length];
        _waiter = new GpioWaiter(_stop);
        _thread = new Thread(Run) { Name = "gpio in", IsBackground = true };
    }

    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;
    public IReadOnlyList<IOutput> Outputs => [];

    /// <summary>Times that more edges came than the kernel had room for.</summary>
    public long Lost => Volatile.Read(ref _lost);

    public void Start()
    {
        _thread.Start();
        _tried.Wait();
    }

    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        if (_thread.IsAlive)
            _thread.Join();
        foreach (GpioLines? lines in _lines)
            lines?.Dispose();
        _stop.Dispose();
        _tried.Dispose();
    }

    private void Run()
    {
        RealTime.TryMakeFifo(PerformanceThread.InputPriority); // not permitted: the performance thread has said so
        long nextLook = 0;
        while (!_stopping)
        {
            long now = MonotonicClock.Now();
            if (now >= nextLook)
            {
                for (int i = 0; i < _inputs.Length; i++)
                    Look(i);
                _tried.Set();
                nextLook = now + LookMilliseconds * 1_000_000L;
            }
            int left = (int)Math.Max((nextLook - now) / 1_000_000, 1);
            for (ulong ready = _waiter.Wait(_lines, left); ready != 0; ready &= ready - 1)
                Read(System.Numerics.BitOperations.TrailingZeroCount(ready));
        }
    }

    /// <summary>Asks for lines that are not there; of those that are, whether they still are.</summary>
    private void Look(int i)
    {
        if (_lines[i] is null)
            TryOpen(i);
        // Older kernels do not wake who waits on a chip that goes away.
        else if (!_lines[i]!.TryRead(out ulong _))
            Lose(i);
    }

    private void TryOpen(int i)
    {
        PinInputConfig input = _config.Inputs[i];
        try
        {
            using GpioChip chip = GpioChips.Open(_config.Chip);
            int[] offsets = [.. input.Lines.Select(chip.FindLine)];
            GpioLines lines = chip.RequestInputs(offsets, new GpioInputOptions(
                input.Pull, input.ActiveLow, input.DebounceMilliseconds * 1000,
                input.Kind == PinInputKind.Encoder ? EncoderBuffer : 0));
            _lines[i] = lines;
            if (lines.TryRead(out ulong levels))
                _inputs[i].Begin(levels, MonotonicClock.Now());
            if (_told[i] is not null)
                _troubles.End();
            _told[i] = null;
            LogOpen(input.Kind, lines.Name);
        }
        catch (IOException failure)
        {
            if (_told[i] is null)
                _troubles.Begin();
            if (_told[i] != failure.Message && _told[i] != Gone)
                LogTrouble(input.Kind, failure.Message);
            _told[i] = failure.Message;
        }
    }

    private void Read(int i)
    {
        if (_lines[i] is not { } lines)
            return;
        int count = lines.ReadEdges(_edges);
        bool isWhole = true;
        for (int edge = 0; edge < count; edge++)
            isWhole &= _inputs[i].Take(lines.Offsets.IndexOf(_edges[edge].Offset), _edges[edge]);
        if (!isWhole)
            Recover(i, lines);
        if (lines.IsGone)
            Lose(i);
    }

    private void Recover(int i, GpioLines lines)
    {
        if (_lost == 0)
            LogLost(lines.Name);
        Volatile.Write(ref _lost, _lost + 1);
        if (lines.TryRead(out ulong levels))
            _inputs[i].Begin(levels, MonotonicClock.Now());
    }

    private void Lose(int i)
    {
        LogGone(_config.Inputs[i].Kind, _lines[i]!.Name);
        _lines[i]!.Dispose();
        _lines[i] = null;
        _troubles.Begin();
        _told[i] = Gone;
    }

    [LoggerMessage(LogLevel.Information, "GPIO: {Kind} on {Lines}")]
    private partial void LogOpen(PinInputKind kind, string lines);

    [LoggerMessage(LogLevel.Warning, "GPIO: {Kind}: {Problem}; trying again every second")]
    private partial void LogTrouble(PinInputKind kind, string problem);

    [LoggerMessage(LogLevel.Warning, "GPIO: {Kind} on {Lines} is gone; waiting for it to come back")]
    private partial void LogGone(PinInputKind kind, string lines);

    [LoggerMessage(LogLevel.Warning, "GPIO: {Lines}: more edges came than could be kept (told once)")]
    private partial void LogLost(string lines);
}

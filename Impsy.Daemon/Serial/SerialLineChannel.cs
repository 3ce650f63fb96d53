using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Serial;

/// <summary>
/// Lines of comma-separated numbers over a serial line, both ways: one line is one event. When the wire is slower than
/// the model, only the newest line goes.
/// </summary>
internal sealed class SerialLineChannel : IChannel, IOutput
{
    private readonly SerialLink _link;
    private readonly SerialWriter _writer;
    private readonly CsvLineParser _parser;
    private readonly CsvLineWriter _lines;
    private readonly InputQueue _waiting;
    private readonly float[] _heard;
    private readonly float[] _next;
    private readonly byte[] _line;
    private readonly byte _source;
    private readonly InputTap _tap;
    private bool _hasNext;
    private int _left; // of the line, at its end
    private int _length;
    private long _skipped;

    /// <param name="controls">Numbers in a line: D-1.</param>
    public SerialLineChannel(SerialConfig config, int controls, byte source, EventFd bell, ILogger logger)
    {
        _tap = new InputTap(new HeardPort(HeardPortKind.Serial, config.Port) { Baudrate = config.Baudrate });
        Taps = [_tap];
        _link = new SerialLink(
            "serial", config.Port, config.Baudrate, Receive, Opened, _ => _tap.IsThere = false, logger);
        _writer = new SerialWriter("serial", Write);
        _waiting = new InputQueue(_writer.Bell, capacity: 64);
        _parser = new CsvLineParser(controls);
        _lines = new CsvLineWriter(controls);
        _heard = new float[controls];
        _next = new float[controls];
        _line = new byte[controls * 16];
        _source = source;
        Inputs = new InputQueue(bell);
        Outputs = [this];
    }

    public InputQueue Inputs { get; }
    InputQueue? IChannel.Inputs => Inputs;
    public IReadOnlyList<IOutput> Outputs { get; }
    public IReadOnlyList<PortStatus> Ports => [_link.Port];
    public IReadOnlyList<InputTap> Taps { get; }

    /// <summary>Lines that the wire had no time for.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Lines that came and were none.</summary>
    public long Refused => _parser.Refused;

    public void Start()
    {
        _link.Start();
        _writer.Start();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _link.Dispose();
    }

    public void Play(long time, long interval, ReadOnlySpan<float> controls, ulong moved) => Send(controls);

    public void Thru(long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved) => Send(controls);

    private void Opened()
    {
        _parser.Reset();
        _tap.IsThere = true;
    }

    private void Receive(ReadOnlySpan<byte> bytes, long stamp)
    {
        foreach (byte value in bytes)
        {
            if (_parser.Push(value, _heard) == CsvLineResult.Line)
            {
                PlayerInput input = PlayerInput.Whole(stamp, _heard);
                input.Source = _source;
                Inputs.Write(input);
                Tap(stamp);
            }
        }
    }

    private void Tap(long stamp)
    {
        if (!_tap.IsOpen(stamp))
            return;
        for (int i = 0; i < _heard.Length; i++)
            _tap.Write(new RawMessage(stamp, i, 0, _heard[i]));
    }

    private void Send(ReadOnlySpan<float> controls)
    {
        if (_link.IsOpen)
            _waiting.Write(PlayerInput.Whole(0, controls));
    }

    private bool Write()
    {
        while (_left > 0 || TryBeginLine())
        {
            int taken = _link.Write(_line.AsSpan(_length - _left, _left), ahead: 2 * _length);
            _left -= taken < 0 ? _left : taken; // nobody there: it is dropped
            if (_left == 0)
                continue;
            SkipToNewest();
            return true;
        }
        return false;
    }

    /// <summary>The wire is behind: of the lines that wait only the newest still says where the controls are.</summary>
    private void SkipToNewest()
    {
        while (TryTakeNext())
        {
        }
        if (!_hasNext || _left < _length) // a line that has begun must end
            return;
        Volatile.Write(ref _skipped, _skipped + 1);
        TryBeginLine();
    }

    private bool TryBeginLine()
    {
        if (!_hasNext && !TryTakeNext())
            return false;
        _hasNext = false;
        ReadOnlySpan<byte> text = _lines.With(_next);
        text.CopyTo(_line);
        _left = _length = text.Length;
        return true;
    }

    private bool TryTakeNext()
    {
        if (!_waiting.TryPeek())
            return false;
        if (_hasNext)
            Volatile.Write(ref _skipped, _skipped + 1);
        ControlValues values = _waiting.Head.Values;
        ((ReadOnlySpan<float>)values)[.._next.Length].CopyTo(_next);
        _waiting.Advance();
        _hasNext = true;
        return true;
    }
}

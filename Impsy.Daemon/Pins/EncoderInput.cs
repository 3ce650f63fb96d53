using Impsy.Daemon.Config;
using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Pins;

/// <summary>
/// A rotary encoder: each step moves its control by a part of the whole, from the middle where it begins, or adds to a
/// setting.
/// </summary>
internal sealed class EncoderInput(PinInputConfig config, PositionSender positions, PinCommander commander) : IPinInput
{
    private const double FastestTurns = 4; // a second: beyond it acceleration grows no more

    private readonly EncoderTurn _turn = config.Turn;
    private QuadratureDecoder _decoder;
    private long _lost;
    private long _lastStep;
    private int _quarters; // since the last step
    private double _position = 0.5;

    public void Begin(ulong levels, long time) => _decoder.Begin((levels & 1) != 0, (levels & 2) != 0);

    public bool Take(int line, in GpioEdge edge)
    {
        _quarters += _decoder.Push(line == 0, edge.IsActive, edge.Sequence);
        if (Math.Abs(_quarters) >= _turn.EdgesPerStep)
        {
            Step(Math.Sign(_quarters), edge.Time);
            _quarters = 0;
        }
        bool isWhole = _decoder.Lost == _lost;
        _lost = _decoder.Lost;
        return isWhole;
    }

    private void Step(int direction, long time)
    {
        double step = direction * Speed(time);
        if (config.Command is { } command)
        {
            commander.Do(command, direction);
            return;
        }
        double before = _position;
        _position = Math.Clamp(_position + step / (_turn.StepsPerTurn * (double)_turn.Turns), 0, 1);
        if (_position == before)
            return;
        positions.Move(config.Control ?? 0, (float)_position);
        positions.Send(time);
    }

    private double Speed(long time)
    {
        double turnsPerSecond = 1e9 / Math.Max((time - _lastStep) * (double)_turn.StepsPerTurn, 1);
        _lastStep = time;
        return 1 + _turn.Acceleration * Math.Min(turnsPerSecond, FastestTurns);
    }
}

using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Pins;

/// <summary>A contact: a button, one that toggles, or a switch.</summary>
internal sealed class ButtonInput(PinInputConfig config, PositionSender positions, PinCommander commander) : IPinInput
{
    private bool? _isActive; // null: nothing is known of it yet
    private bool _isOn;      // of a toggle
    private uint _sequence;

    public void Begin(ulong levels, long time)
    {
        bool isActive = (levels & 1) != 0;
        if (_isActive is null)
            Start(isActive);
        else if (isActive != _isActive)
            Change(isActive, time);
    }

    public bool Take(int line, in GpioEdge edge)
    {
        bool isWhole = _sequence == 0 || edge.Sequence - _sequence == 1;
        _sequence = edge.Sequence;
        // Too short for the kernel to see both ways, a press may look like two of one kind.
        if (edge.IsActive != _isActive)
            Change(edge.IsActive, edge.Time);
        return isWhole;
    }

    private void Start(bool isActive)
    {
        _isActive = isActive;
        if (config.Control is int control)
            positions.Place(control, config.Kind != PinInputKind.Toggle && isActive ? 1 : 0);
        else if (isActive && config.Command is { Command.Kind: CommandKind.Pause } pause)
            commander.Pause(pause, paused: true); // a switch that stands on pause means it
    }

    private void Change(bool isActive, long time)
    {
        _isActive = isActive;
        if (config.Command is { } command)
        {
            if (command.Command.Kind == CommandKind.Pause)
                commander.Pause(command, isActive);
            else if (isActive)
                commander.Do(command);
            return;
        }
        if (config.Kind == PinInputKind.Toggle && !isActive)
            return;
        _isOn = config.Kind == PinInputKind.Toggle ? !_isOn : isActive;
        positions.Move(config.Control ?? 0, _isOn ? 1 : 0);
        positions.Send(time);
    }
}

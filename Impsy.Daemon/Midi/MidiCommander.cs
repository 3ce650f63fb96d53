using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>Carries out the commands that come as MIDI. One port's input thread; each port has one of these.</summary>
internal sealed class MidiCommander(CommandsConfig config, CommandQueue commands, ModelLoader models)
{
    private const int On = 64; // where a switch's controller goes from off to on
    private const int MaxData = 127;
    private static readonly InteractionMode[] s_modes = Enum.GetValues<InteractionMode>();

    private readonly MidiTrigger[] _triggers = [.. config.Triggers];
    private readonly bool[] _isOn = new bool[config.Triggers.Count];

    /// <returns>Whether the message is a command, and so nothing else.</returns>
    public bool TryHandle(in MidiMessage message)
    {
        bool handled = false;
        for (int i = 0; i < _triggers.Length; i++)
        {
            if (!_triggers[i].Matches(message))
                continue;
            handled = true;
            Handle(_triggers[i], message, ref _isOn[i]);
        }
        return handled;
    }

    private void Handle(in MidiTrigger trigger, in MidiMessage message, ref bool isOn)
    {
        bool isControl = message.Type == MidiMessageType.ControlChange;
        int level = isControl ? message.Data2 : MaxData;
        bool wasOn = isOn;
        isOn = isControl && message.Data2 >= On;
        bool struck = isControl ? isOn && !wasOn : !message.IsNoteOff;
        float number = trigger.Low + level / (float)MaxData * (trigger.High - trigger.Low);
        switch (trigger.Action)
        {
            case MidiAction.Mode: ChooseMode(isControl ? level * s_modes.Length / (MaxData + 1) : message.Data1); break;
            case MidiAction.Pause when isControl: Send(CommandKind.Pause, isOn ? 1 : 0); break;
            case MidiAction.SigmaTemperature: Send(CommandKind.SigmaTemperature, number); break;
            case MidiAction.PiTemperature: Send(CommandKind.PiTemperature, number); break;
            case MidiAction.Timescale: Send(CommandKind.Timescale, number); break;
            case MidiAction.Threshold: Send(CommandKind.Threshold, number); break;
            case MidiAction.Pause or MidiAction.TogglePause when struck: Send(CommandKind.TogglePause); break;
            case MidiAction.Reset when struck: Send(CommandKind.Reset); break;
            case MidiAction.Model when struck && message.Type == MidiMessageType.ProgramChange:
                models.RequestNumber(message.Data1);
                break;
            case MidiAction.Model when struck: models.RequestNext(); break;
            case MidiAction.CallResponse when struck: ChooseMode((int)InteractionMode.CallResponse); break;
            case MidiAction.Polyphony when struck: ChooseMode((int)InteractionMode.Polyphony); break;
            case MidiAction.Filter when struck: ChooseMode((int)InteractionMode.Filter); break;
            case MidiAction.Battle when struck: ChooseMode((int)InteractionMode.Battle); break;
            case MidiAction.UserOnly when struck: ChooseMode((int)InteractionMode.UserOnly); break;
        }
    }

    private void ChooseMode(int number)
    {
        if (number < s_modes.Length)
            commands.Write(new EngineCommand(CommandKind.Mode, Mode: s_modes[number]));
    }

    private void Send(CommandKind kind, float value = 0) => commands.Write(new EngineCommand(kind, value));
}

using Impsy.Daemon.Config;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;

namespace Impsy.Daemon.Pins;

/// <summary>Carries out the commands of buttons, switches and encoders. Any thread but the performance thread.</summary>
internal sealed class PinCommander(CommandQueue commands, ModelLoader models)
{
    /// <param name="value">What the command's own number is multiplied with: 1 for a press, steps for an encoder.</param>
    public void Do(in PinCommand command, float value = 1)
    {
        if (command.IsNextModel)
            models.RequestNext();
        else
            commands.Write(command.Command with { Value = command.Command.Value * value });
    }

    /// <summary>A switch that holds the pause.</summary>
    public void Pause(in PinCommand command, bool paused) =>
        commands.Write(command.Command with { Value = paused ? 1 : 0 });
}

namespace Impsy.Daemon.Config;

/// <summary>What is wired to input lines.</summary>
internal enum PinInputKind
{
    /// <summary>1 while it is pressed; a command when it is.</summary>
    Button,

    /// <summary>A button of which each press changes the control from 0 to 1 and back.</summary>
    Toggle,

    /// <summary>Stays as it is put: 1 while it is closed.</summary>
    Switch,

    /// <summary>A rotary encoder of two contacts.</summary>
    Encoder,
}

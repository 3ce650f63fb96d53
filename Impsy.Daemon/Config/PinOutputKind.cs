namespace Impsy.Daemon.Config;

/// <summary>What an output line shows.</summary>
internal enum PinOutputKind
{
    /// <summary>Who plays.</summary>
    State,

    /// <summary>That something is played.</summary>
    Activity,

    /// <summary>Whether a control is at a threshold or above.</summary>
    Gate,

    /// <summary>A control, as the part of the time that the line is on.</summary>
    Pwm,
}

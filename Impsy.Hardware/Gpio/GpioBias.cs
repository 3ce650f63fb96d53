namespace Impsy.Hardware.Gpio;

/// <summary>What holds an input while nobody drives it.</summary>
public enum GpioBias
{
    /// <summary>Whatever is set already.</summary>
    Unchanged,

    /// <summary>Nothing in the chip: there is a resistor outside.</summary>
    None,

    /// <summary>The chip pulls it high, for a contact to ground.</summary>
    PullUp,

    /// <summary>The chip pulls it low, for a contact to the supply.</summary>
    PullDown,
}

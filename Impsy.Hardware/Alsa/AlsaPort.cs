namespace Impsy.Hardware.Alsa;

/// <summary>A port of someone else, as the sequencer knows it.</summary>
/// <param name="ClientName">Of the device or program, e.g. "X-TOUCH MINI".</param>
/// <param name="Name">Of the port itself, e.g. "X-TOUCH MINI MIDI 1".</param>
/// <param name="IsReadable">It sends: one can listen to it.</param>
/// <param name="IsWritable">It receives: one can play it.</param>
public sealed record AlsaPort(
    AlsaAddress Address, string ClientName, string Name, AlsaPortKind Kind, bool IsReadable, bool IsWritable)
{
    /// <summary>What tells it from other ports of its device, e.g. "X-TOUCH MINI:X-TOUCH MINI MIDI 1".</summary>
    public string FullName => $"{ClientName}:{Name}";

    /// <summary>Whether it can be connected to a port of the instrument of this direction.</summary>
    public bool Serves(AlsaPortDirection direction) => direction == AlsaPortDirection.In ? IsReadable : IsWritable;
}

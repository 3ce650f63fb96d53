using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Learning;

/// <summary>Where a control can be heard, with all that a configuration has to say of it.</summary>
/// <param name="Path">Of a MIDI port, its name; of a converter, its bus.</param>
internal sealed record HeardPort(HeardPortKind Kind, string Path)
{
    /// <summary>Of a line of numbers.</summary>
    public int Baudrate { get; init; }

    /// <summary>Of a converter; null for all else.</summary>
    public AdcChip? Chip { get; init; }

    /// <summary>Of a converter on I2C.</summary>
    public int Address { get; init; }

    /// <summary>Hz, of a converter's bus.</summary>
    public int Speed { get; init; }

    /// <summary>Counts of a converter at 3.3 V; 0: not known before it is opened.</summary>
    public int FullScale { get; init; }

    /// <summary>Counts by which a knob at rest may appear to move.</summary>
    public float Hysteresis { get; init; }

    /// <summary>For people.</summary>
    public string Name => Chip is null ? Path
        : Chip.IsI2c ? $"{Chip.Name} on {Path} at 0x{Address:x2}"
        : $"{Chip.Name} on {Path}";

    /// <summary>Whether both are the same wire, or the same chip: by whatever name, and read as whatever.</summary>
    public bool IsSameDevice(HeardPort other)
    {
        bool isDevice = Kind == HeardPortKind.Midi;
        if (isDevice != (other.Kind == HeardPortKind.Midi) || (Chip is null) != (other.Chip is null))
            return false;
        return Resolve(Path) == Resolve(other.Path) && (Chip is not { IsI2c: true } || Address == other.Address);
    }

    // A link such as those in /dev/serial/by-id, to what it points at.
    private static string Resolve(string path) => path.StartsWith('/') && File.Exists(path)
        ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
        : path;
}

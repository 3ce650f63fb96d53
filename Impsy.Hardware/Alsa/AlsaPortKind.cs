namespace Impsy.Hardware.Alsa;

/// <summary>What is behind a port.</summary>
public enum AlsaPortKind
{
    /// <summary>A program, or a cable that is none.</summary>
    Software,

    /// <summary>A device that can be touched.</summary>
    Hardware,
}

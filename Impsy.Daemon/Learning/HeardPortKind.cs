namespace Impsy.Daemon.Learning;

/// <summary>The ways in on which controls can be learned.</summary>
internal enum HeardPortKind
{
    /// <summary>A port of ALSA's sequencer: [midi].</summary>
    Midi,

    /// <summary>MIDI bytes over a serial line: [serialmidi].</summary>
    SerialMidi,

    /// <summary>Lines of numbers over a serial line: [serial].</summary>
    Serial,

    /// <summary>A converter from voltages to numbers: [adc].</summary>
    Adc,
}

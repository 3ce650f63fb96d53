namespace Impsy.Daemon.Config;

/// <summary>What a MIDI message can tell the instrument to do, besides playing.</summary>
internal enum MidiAction
{
    /// <summary>Program or controller value: which of the modes, in the order of <see cref="Engine.InteractionMode"/>.
    /// </summary>
    Mode,

    /// <summary>A note toggles; a controller pauses from 64 on.</summary>
    Pause,

    /// <summary>For pedals that send 127 and, when they are let go, 0.</summary>
    TogglePause,
    Reset,
    SigmaTemperature,
    PiTemperature,
    Timescale,
    Threshold,

    /// <summary>Program: the model of that number in the folder; a note or a controller: the next one.</summary>
    Model,
    CallResponse,
    Polyphony,
    Filter,
    Battle,
    UserOnly,
}

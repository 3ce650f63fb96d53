namespace Impsy.Daemon.Config;

/// <summary>What a control becomes in MIDI, and what of MIDI becomes a control.</summary>
internal enum MidiMessageKind
{
    /// <summary>"note_on": the number of the note.</summary>
    Note,

    /// <summary>"control_change": the value of one controller.</summary>
    ControlChange,

    /// <summary>"pitch_bend": 14 bits.</summary>
    PitchBend,

    /// <summary>"velocity": of the nearest note entry above on the same channel.</summary>
    Velocity,
}

namespace Impsy.Daemon.Learning;

/// <summary>What a control is to its port.</summary>
internal enum LearnedKind
{
    /// <summary>The keys of one MIDI channel.</summary>
    Note,

    ControlChange,
    PitchBend,

    /// <summary>A channel of a converter.</summary>
    Knob,

    /// <summary>A number in a line of them.</summary>
    Number,
}

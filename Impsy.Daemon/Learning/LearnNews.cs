namespace Impsy.Daemon.Learning;

/// <summary>What a message has taught.</summary>
internal enum LearnNews
{
    None,

    /// <summary>A new control.</summary>
    Control,

    /// <summary>A knob that was learned has gone further, and has come to rest.</summary>
    Range,
}

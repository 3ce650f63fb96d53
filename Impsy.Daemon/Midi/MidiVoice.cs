using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Midi;

/// <summary>What one entry of an output's mapping last did. Times are monotonic nanoseconds.</summary>
internal struct MidiVoice(MidiMapping mapping, int velocityControl)
{
    public const int None = -1;

    public readonly MidiMapping Mapping = mapping;

    /// <summary>The control that says how hard this note is struck; <see cref="None"/>: always 127.</summary>
    public readonly int VelocityControl = velocityControl;

    /// <summary>Controllers and bends: the value that went out last.</summary>
    public int Value = None;
    public long ValueSentAt;

    /// <summary>When to send the value once more.</summary>
    public long RepeatAt = InteractionEngine.Never;

    /// <summary>Notes: what the model struck last, whether it still sounds or not.</summary>
    public int Struck = None;

    /// <summary>The model's note that sounds.</summary>
    public HeldNote Model = HeldNote.Silent;

    /// <summary>A note that the player's control, which is no key, struck; a key's notes end by themselves.</summary>
    public HeldNote Player = HeldNote.Silent;
    public byte PlayerHolder;
}

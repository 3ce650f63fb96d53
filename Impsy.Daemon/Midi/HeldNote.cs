using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Midi;

/// <summary>A note that sounds until something ends it.</summary>
/// <param name="Note">0..127; -1: silence.</param>
/// <param name="EndsAt">Monotonic nanoseconds at which it ends if nothing else has ended it.</param>
internal readonly record struct HeldNote(int Note, long EndsAt)
{
    public static HeldNote Silent { get; } = new(MidiVoice.None, InteractionEngine.Never);

    public bool Sounds => Note != MidiVoice.None;
}

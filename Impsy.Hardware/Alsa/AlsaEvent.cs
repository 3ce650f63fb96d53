using Impsy.Hardware.Midi;

namespace Impsy.Hardware.Alsa;

/// <summary>Something that happened at the sequencer.</summary>
/// <param name="Message">Of <see cref="AlsaEventKind.Midi"/>: well-formed; else the default.</param>
/// <param name="Stamp">Monotonic nanoseconds: when the kernel got the message; otherwise when it was read.</param>
/// <param name="Address">The other side's port; of <see cref="AlsaEventKind.Overrun"/> nobody's.</param>
/// <param name="OwnPort">Of a message or a connection, which of our ports; else -1.</param>
public readonly record struct AlsaEvent(
    AlsaEventKind Kind, MidiMessage Message, long Stamp, AlsaAddress Address, int OwnPort);

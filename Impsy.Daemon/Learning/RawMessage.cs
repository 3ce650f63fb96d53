using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Learning;

/// <summary>What came in at a port, before it is mapped to anything.</summary>
/// <param name="Time">Monotonic nanoseconds.</param>
/// <param name="First">
/// The status byte of a MIDI message; a converter's channel, or a number's place in its line, from 0.
/// </param>
/// <param name="Second">The first data byte of a MIDI message.</param>
/// <param name="Value">The second; or counts, which a float has exactly up to 24 bits; or the number.</param>
internal readonly record struct RawMessage(long Time, int First, int Second, float Value)
{
    public MidiMessage Midi => new((byte)First, (byte)Second, (byte)Value);

    public static RawMessage Of(in MidiMessage message, long time) =>
        new(time, message.Status, message.Data1, message.Data2);
}

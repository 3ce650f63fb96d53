using Impsy.Hardware.Midi;

namespace Impsy.Hardware.Tests.Midi;

/// <summary>Messages by chance, of every kind.</summary>
internal static class RandomMessages
{
    private static readonly byte[] s_realTime = [0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF];

    internal static MidiMessage NextChannelMessage(Random random)
    {
        MidiMessage message = new((byte)random.Next(0x80, 0xF0), (byte)random.Next(128), (byte)random.Next(128));
        return message.Length == 3 ? message : message with { Data2 = 0 };
    }

    internal static MidiMessage NextRealTime(Random random) => new(s_realTime[random.Next(s_realTime.Length)], 0, 0);

    /// <summary>The whole message, with its status byte.</summary>
    internal static byte[] Bytes(in MidiMessage message) =>
        ((byte[])[message.Status, message.Data1, message.Data2])[..message.Length];
}

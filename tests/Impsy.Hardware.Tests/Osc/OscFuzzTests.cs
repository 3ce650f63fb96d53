namespace Impsy.Hardware.Tests.Osc;

public sealed class OscFuzzTests
{
    private static readonly byte[][] s_packets =
    [
        .. OscVectors.Packets("messages.txt"),
        .. OscVectors.Packets("bundles.txt"),
        .. OscVectors.Packets("malformed.txt"),
    ];

    [Fact]
    public void A_million_damaged_packets_end_and_never_throw()
    {
        Random random = new(20260110);
        byte[] packet = new byte[512];
        float[] values = new float[8];
        for (int i = 0; i < 1_000_000; i++)
        {
            int length = Damage(random, packet);
            int elements = OscWalk.Everything(packet.AsSpan(0, length), values);
            Assert.True(elements <= length / 4 + 1, $"packet {i}: {elements} elements in {length} bytes");
        }
    }

    // A packet, or two one after the other, with up to four bytes changed, and at times cut.
    private static int Damage(Random random, byte[] packet)
    {
        int length = Copy(random, packet, 0);
        if (random.Next(4) == 0)
            length += Copy(random, packet, length);
        for (int changes = random.Next(5); changes > 0 && length > 0; changes--)
        {
            ref byte target = ref packet[random.Next(length)];
            target = random.Next(4) switch
            {
                0 => 0,
                1 => 0xff,
                2 => (byte)(target ^ (1 << random.Next(8))),
                _ => (byte)random.Next(256),
            };
        }
        return random.Next(4) == 0 ? random.Next(length + 1) : length;
    }

    private static int Copy(Random random, byte[] packet, int position)
    {
        byte[] source = s_packets[random.Next(s_packets.Length)];
        source.CopyTo(packet, position);
        return source.Length;
    }
}

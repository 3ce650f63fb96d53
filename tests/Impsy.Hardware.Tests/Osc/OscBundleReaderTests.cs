using System.Buffers.Binary;
using Impsy.Hardware.Osc;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Osc;

public sealed class OscBundleReaderTests
{
    [Fact]
    public void Packets_yield_their_elements_in_order()
    {
        foreach (string[] vector in OscVectors.Read("bundles.txt"))
            Assert.Equal((vector[0], vector[2]), (vector[0], OscText.Elements(OscVectors.Bytes(vector[1]))));
    }

    [Fact]
    public void Every_message_is_a_packet_too()
    {
        foreach (string[] vector in OscVectors.Read("messages.txt"))
        {
            string expected = $"1 {vector[2]} {vector[3]}".TrimEnd();
            Assert.Equal((vector[0], expected), (vector[0], OscText.Elements(OscVectors.Bytes(vector[1]))));
        }
    }

    // A bundle cut between two elements is a shorter bundle; cut anywhere else, it ends with an error.
    [Fact]
    public void A_truncated_bundle_delivers_what_came_whole()
    {
        byte[] packet = OscVectors.Bytes(OscVectors.Read("bundles.txt").Single(v => v[0] == "two messages")[1]);
        string[] whole = OscText.Elements(packet).Split(" ; ");
        List<string> expected = [];
        List<string> actual = [];
        for (int length = "#bundle ".Length; length < packet.Length; length++)
        {
            IEnumerable<string> delivered = whole[..(length >= 32 ? 1 : 0)];
            bool between = length is 16 or 32;
            bool sizeIsThere = length is (>= 20 and < 32) or >= 36;
            string error = sizeIsThere ? "InvalidElement" : "Truncated";
            expected.Add($"{length}: " + string.Join(" ; ", between ? delivered : delivered.Append(error)));
            actual.Add($"{length}: " + OscText.Elements(packet.AsSpan(0, length)));
        }
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Bundles_are_followed_to_the_eighth_and_no_further()
    {
        byte[] message = OscVectors.Bytes("'/a' 00 00 ',T' 00 00");
        byte[] eight = Enumerable.Range(0, OscBundleReader.MaxDepth).Aggregate(message, (inner, _) => Bundle(inner));
        Assert.Equal("7 /a T", OscText.Elements(eight));
        Assert.Equal("TooDeep", OscText.Elements(Bundle(eight)));
        Assert.Equal("TooDeep ; 7 /a T", OscText.Elements(Bundle(Bundle(eight)[16..], message)));
    }

    [Fact]
    public void The_largest_datagram_of_nested_bundles_ends()
    {
        byte[] packet = new byte[65_504];
        for (int position = 0; position + 20 <= packet.Length; position += 20)
        {
            "#bundle\0"u8.CopyTo(packet.AsSpan(position));
            BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(position + 16), packet.Length - position - 20);
        }
        Assert.Equal("TooDeep", OscText.Elements(packet));
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        byte[][] packets = OscVectors.Packets("bundles.txt");
        float[] values = new float[8];
        OscWalk.Everything(packets, values); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                OscWalk.Everything(packets, values);
        }));
    }

    // A bundle with time tag 7; an element that is the inside of a bundle already has its size in front.
    private static byte[] Bundle(params byte[][] elements)
    {
        List<byte> bytes = [.. "#bundle\0"u8, 0, 0, 0, 0, 0, 0, 0, 7];
        foreach (byte[] element in elements)
        {
            bool sized = element[0] == 0;
            byte[] size = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, element.Length);
            bytes.AddRange(sized ? element : [.. size, .. element]);
        }
        return [.. bytes];
    }
}

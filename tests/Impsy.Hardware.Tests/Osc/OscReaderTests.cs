using System.Text;
using Impsy.Hardware.Osc;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Osc;

public sealed class OscReaderTests
{
    [Fact]
    public void Valid_messages_yield_their_address_and_arguments()
    {
        foreach (string[] vector in OscVectors.Read("messages.txt"))
        {
            OscError error = OscReader.TryOpen(OscVectors.Bytes(vector[1]), out OscReader reader);
            string actual = $"{error} {Encoding.UTF8.GetString(reader.Address)} {OscText.Arguments(reader)}";
            Assert.Equal((vector[0], $"None {vector[2]} {vector[3]}"), (vector[0], actual));
        }
    }

    [Fact]
    public void Malformed_messages_are_refused_with_the_reason()
    {
        foreach (string[] vector in OscVectors.Read("malformed.txt"))
        {
            OscError error = OscReader.TryOpen(OscVectors.Bytes(vector[1]), out _);
            Assert.Equal((vector[0], vector[2]), (vector[0], error.ToString()));
        }
    }

    [Fact]
    public void Every_truncation_is_an_error_and_never_a_throw()
    {
        foreach (string[] vector in OscVectors.Read("messages.txt").Where(v => v[0] != "bytes behind the last"))
        {
            byte[] packet = OscVectors.Bytes(vector[1]);
            for (int length = 0; length < packet.Length; length++)
            {
                OscError error = OscReader.TryOpen(packet.AsSpan(0, length), out _);
                Assert.True(error != OscError.None, $"{vector[0]}: {length} of {packet.Length} bytes were accepted");
            }
        }
    }

    [Fact]
    public void Without_type_tags_the_address_can_still_be_read()
    {
        Assert.Equal(OscError.MissingTypeTags, OscReader.TryOpen("/reset\0\0"u8, out OscReader reader));
        Assert.Equal("/reset", Encoding.UTF8.GetString(reader.Address));
        Assert.Equal(0, reader.ArgumentCount);
    }

    [Fact]
    public void Floats_are_read_from_numbers_of_every_type()
    {
        byte[] packet = OscVectors.Bytes(
            "'/a' 00 00 ',fidh' 00 00 00 3f 00 00 00 00 00 00 07 3f d0 00 00 00 00 00 00 ff ff ff ff ff ff ff ff");
        Assert.Equal(OscError.None, OscReader.TryOpen(packet, out OscReader reader));
        Assert.Equal(4, reader.ArgumentCount);
        float[] values = new float[8];
        Assert.Equal(OscError.None, reader.TryReadFloats(values, out int count));
        Assert.Equal([0.5f, 7f, 0.25f, -1f], values[..count]);
    }

    [Fact]
    public void A_vector_longer_than_the_room_is_read_as_far_as_it_goes()
    {
        byte[] packet = OscVectors.Bytes("'/a' 00 00 ',iii' 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00 03");
        Assert.Equal(OscError.None, OscReader.TryOpen(packet, out OscReader reader));
        float[] values = new float[2];
        Assert.Equal(OscError.None, reader.TryReadFloats(values, out int count));
        Assert.Equal((3, 2), (reader.ArgumentCount, count));
        Assert.Equal([1f, 2f], values);
    }

    [Theory]
    [InlineData("',ff' 00 3f 80 00 00 7f c0 00 00", OscError.NotFinite)]            // not a number
    [InlineData("',ff' 00 3f 80 00 00 ff 80 00 00", OscError.NotFinite)]            // minus infinity
    [InlineData("',fd' 00 3f 80 00 00 7f e0 00 00 00 00 00 00", OscError.NotFinite)] // finite, but not as a float
    [InlineData("',fs' 00 3f 80 00 00 'one' 00", OscError.WrongType)]
    [InlineData("',fT' 00 3f 80 00 00", OscError.WrongType)]
    public void Floats_before_a_bad_argument_are_counted(string rest, OscError expected)
    {
        Assert.Equal(OscError.None, OscReader.TryOpen(OscVectors.Bytes($"'/a' 00 00 {rest}"), out OscReader reader));
        float[] values = new float[8];
        Assert.Equal(expected, reader.TryReadFloats(values, out int count));
        Assert.Equal([1f], values[..count]);
    }

    [Theory]
    [InlineData("',i' 00 00 00 00 00 07", OscError.None, 7)]
    [InlineData("',f' 00 00 40 e0 00 00", OscError.None, 7)]
    [InlineData("',d' 00 00 40 1c 00 00 00 00 00 00", OscError.None, 7)]
    [InlineData("',h' 00 00 ff ff ff ff 80 00 00 00", OscError.None, int.MinValue)]
    [InlineData("',h' 00 00 00 00 00 00 80 00 00 00", OscError.OutOfRange, 0)]
    [InlineData("',f' 00 00 3f 00 00 00", OscError.OutOfRange, 0)] // a half
    [InlineData("',f' 00 00 7f 7f ff ff", OscError.OutOfRange, 0)] // the largest
    [InlineData("',f' 00 00 7f c0 00 00", OscError.NotFinite, 0)]
    [InlineData("',s' 00 00 '7' 00 00 00", OscError.WrongType, 0)]
    [InlineData("',' 00 00 00", OscError.NoMoreArguments, 0)]
    public void A_whole_number_is_read_from_any_type_that_holds_one(string rest, OscError error, int expected)
    {
        Assert.Equal(OscError.None, OscReader.TryOpen(OscVectors.Bytes($"'/a' 00 00 {rest}"), out OscReader reader));
        Assert.Equal((error, expected), (reader.TryReadInt(out int value), value));
    }

    [Theory]
    [InlineData("',f' 00 00 5f 00 00 00", OscError.OutOfRange)] // 2^63, one too many
    [InlineData("',f' 00 00 df 00 00 00", OscError.None)]       // -2^63
    public void The_ends_of_the_long_range_are_exact(string rest, OscError error)
    {
        Assert.Equal(OscError.None, OscReader.TryOpen(OscVectors.Bytes($"'/a' 00 00 {rest}"), out OscReader reader));
        Assert.Equal((error, error == OscError.None ? long.MinValue : 0), (reader.TryReadLong(out long value), value));
    }

    [Theory]
    [InlineData("',T' 00 00", OscError.None, true)]
    [InlineData("',F' 00 00", OscError.None, false)]
    [InlineData("',i' 00 00 00 00 00 01", OscError.None, true)]
    [InlineData("',i' 00 00 00 00 00 00", OscError.None, false)]
    [InlineData("',f' 00 00 3f 80 00 00", OscError.None, true)] // as Pure Data says 1
    [InlineData("',f' 00 00 7f c0 00 00", OscError.NotFinite, false)]
    [InlineData("',N' 00 00", OscError.WrongType, false)]
    [InlineData("',' 00 00 00", OscError.NoMoreArguments, false)]
    public void A_switch_is_read_from_truth_values_and_numbers(string rest, OscError error, bool expected)
    {
        Assert.Equal(OscError.None, OscReader.TryOpen(OscVectors.Bytes($"'/a' 00 00 {rest}"), out OscReader reader));
        Assert.Equal((error, expected), (reader.TryReadBool(out bool value), value));
    }

    [Fact]
    public void An_argument_refused_as_one_type_can_be_read_as_another()
    {
        byte[] packet = OscVectors.Bytes("'/a' 00 00 ',sf' 00 'on' 00 00 3f 00 00 00");
        Assert.Equal(OscError.None, OscReader.TryOpen(packet, out OscReader reader));
        Assert.Equal(OscError.WrongType, reader.TryReadFloat(out _));
        Assert.Equal(OscError.WrongType, reader.TryReadBlob(out _));
        Assert.Equal(OscError.None, reader.TryReadString(out ReadOnlySpan<byte> text));
        Assert.Equal("on", Encoding.UTF8.GetString(text));
        Assert.Equal(OscError.WrongType, reader.TryReadString(out _));
        Assert.Equal(OscError.OutOfRange, reader.TryReadInt(out _));
        Assert.Equal(OscError.None, reader.TryReadDouble(out double value));
        Assert.Equal(0.5, value);
        Assert.Equal(OscError.NoMoreArguments, reader.TryReadString(out _));
        Assert.Equal(OscError.NoMoreArguments, reader.TrySkip());
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[][] packets = [.. OscVectors.Packets("messages.txt"), .. OscVectors.Packets("malformed.txt")];
        float[] values = new float[8];
        OscWalk.Everything(packets, values); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                OscWalk.Everything(packets, values);
        }));
    }
}

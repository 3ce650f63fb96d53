using System.Text;
using Impsy.Hardware.Osc;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Osc;

public sealed class OscWriterTests
{
    [Fact]
    public void The_specifications_own_messages_are_written_byte_for_byte()
    {
        byte[][] expected = OscVectors.Packets("messages.txt");
        byte[] buffer = new byte[64];
        OscWriter one = new(buffer, "/oscillator/4/frequency"u8, "f"u8);
        one.WriteFloat(440);
        Assert.True(one.TryFinish(out int length));
        Assert.Equal(expected[0], buffer[..length]);

        OscWriter five = new(buffer, "/foo"u8, "iisff"u8);
        five.WriteInt(1000);
        five.WriteInt(-1);
        five.WriteString("hello"u8);
        five.WriteFloat(1.234f);
        five.WriteFloat(5.678f);
        Assert.True(five.TryFinish(out length));
        Assert.Equal(expected[1], buffer[..length]);
    }

    [Fact]
    public void What_is_written_over_old_bytes_is_read_back()
    {
        byte[] buffer = new byte[256];
        Array.Fill(buffer, (byte)0xaa);
        OscWriter writer = new(buffer, "/impsy/status"u8, "sTihFdbNsIf"u8);
        writer.WriteString("héllo");
        writer.WriteInt(-7);
        writer.WriteLong(long.MinValue);
        writer.WriteDouble(0.1);
        writer.WriteBlob([1, 2, 3, 4, 5]);
        writer.WriteString("abc"u8);
        writer.WriteFloat(0.1f);
        Assert.True(writer.TryFinish(out int length));
        Assert.Equal(
            "1 /impsy/status s héllo, T, i -7, h -9223372036854775808, F, d 0.1, b 0102030405, N, s abc, I, f 0.1",
            OscText.Elements(buffer.AsSpan(0, length)));
        byte[] padding = [buffer[13], buffer[14], buffer[15], buffer[28], buffer[29], buffer[30], buffer[31]];
        Assert.Equal(new byte[7], padding);
    }

    [Fact]
    public void Random_messages_come_back_as_they_were_written()
    {
        Random random = new(7);
        byte[] buffer = new byte[1024];
        for (int i = 0; i < 20_000; i++)
        {
            string types = new(random.GetItems("ihfdsbTFNI".AsSpan(), random.Next(12)));
            string address = "/" + new string('x', random.Next(1, 20));
            random.NextBytes(buffer);
            OscWriter writer = new(buffer, Encoding.UTF8.GetBytes(address), Encoding.UTF8.GetBytes(types));
            List<string> expected = [];
            foreach (char type in types)
                expected.Add(Write(random, type, ref writer));
            Assert.True(writer.TryFinish(out int length));
            string message = $"1 {address} {string.Join(", ", expected)}".TrimEnd();
            Assert.Equal(message, OscText.Elements(buffer.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Every_buffer_that_is_too_small_is_refused_and_not_overrun()
    {
        for (int size = 0; size <= 48; size++)
        {
            byte[] buffer = new byte[64];
            Array.Fill(buffer, (byte)0xaa);
            OscWriter writer = new(buffer.AsSpan(0, size), "/abc"u8, "sbihd"u8);
            writer.WriteString("ab"u8);
            writer.WriteBlob([1]);
            writer.WriteInt(1);
            writer.WriteLong(2);
            writer.WriteDouble(3);
            Assert.Equal((size, size == 48), (size, writer.TryFinish(out int length)));
            Assert.Equal(size == 48 ? 48 : 0, length);
            Assert.Equal(-1, buffer.AsSpan(size).IndexOfAnyExcept((byte)0xaa));
        }
    }

    [Fact]
    public void Data_that_cannot_be_said_is_refused()
    {
        byte[] buffer = new byte[64];
        OscWriter withZero = new(buffer, "/a"u8, "s"u8);
        withZero.WriteString("a\0b"u8);
        Assert.False(withZero.TryFinish(out _));
        OscWriter withZeroCharacter = new(buffer, "/a"u8, "s"u8);
        withZeroCharacter.WriteString("a\0b");
        Assert.False(withZeroCharacter.TryFinish(out _));
        Assert.False(new OscWriter(buffer, "a"u8, ""u8).TryFinish(out _));
        Assert.False(OscWriter.TryWriteFloats(buffer, "a"u8, [1], out _));
        Assert.False(OscWriter.TryWriteFloats(buffer, "/a\0"u8, [1], out _));
    }

    [Fact]
    public void Arguments_that_disagree_with_the_types_are_a_bug()
    {
        byte[] buffer = new byte[64];
        Assert.Throws<InvalidOperationException>(() => new OscWriter(buffer, "/a"u8, "i"u8).WriteFloat(1));
        Assert.Throws<InvalidOperationException>(() => new OscWriter(buffer, "/a"u8, "TT"u8).WriteInt(1));
        Assert.Throws<InvalidOperationException>(() => new OscWriter(buffer, "/a"u8, "Ti"u8).TryFinish(out _));
    }

    [Fact]
    public void Floats_at_once_are_the_same_bytes_as_one_by_one()
    {
        byte[] slow = new byte[512];
        byte[] fast = new byte[512];
        for (int count = 0; count <= 64; count++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(i => i / 7f)];
            OscWriter writer = new(slow, "/prediction"u8, Encoding.UTF8.GetBytes(new string('f', count)));
            foreach (float value in values)
                writer.WriteFloat(value);
            Assert.True(writer.TryFinish(out int expected));
            Array.Fill(fast, (byte)0xaa);
            Assert.True(OscWriter.TryWriteFloats(fast.AsSpan(0, expected), "/prediction"u8, values, out int actual));
            Assert.Equal(slow[..expected], fast[..actual]);
            Assert.False(OscWriter.TryWriteFloats(fast.AsSpan(0, expected - 1), "/prediction"u8, values, out _));
            Assert.Equal(slow[..expected], new OscFloatMessage("/prediction", count).With(values).ToArray());
        }
    }

    [Fact]
    public void A_prepared_message_can_be_sent_again_with_other_values()
    {
        OscFloatMessage message = new("/prediction", 2);
        Assert.Equal("1 /prediction f 0.5, f 1", OscText.Elements(message.With([0.5f, 1])));
        Assert.Equal("1 /prediction f -2, f 0", OscText.Elements(message.With([-2, 0])));
        Assert.Throws<ArgumentException>(() => message.With([1]).Length);
        Assert.Throws<ArgumentException>(() => new OscFloatMessage("prediction", 2));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        byte[] buffer = new byte[256];
        float[] values = new float[8];
        OscFloatMessage message = new("/prediction", values.Length);
        WriteAll(buffer, values, message); // the first call compiles
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                WriteAll(buffer, values, message);
        }));
    }

    private static void WriteAll(byte[] buffer, float[] values, OscFloatMessage message)
    {
        _ = message.With(values);
        _ = OscWriter.TryWriteFloats(buffer, "/prediction"u8, values, out _);
        OscWriter writer = new(buffer, "/impsy/status"u8, "sif"u8);
        writer.WriteString("callresponse");
        writer.WriteInt(9);
        writer.WriteFloat(0.5f);
        _ = writer.TryFinish(out _);
    }

    private static string Write(Random random, char type, ref OscWriter writer)
    {
        switch (type)
        {
            case 'i':
                int number = random.Next(int.MinValue, int.MaxValue);
                writer.WriteInt(number);
                return $"i {number}";
            case 'h':
                long large = random.NextInt64(long.MinValue, long.MaxValue);
                writer.WriteLong(large);
                return $"h {large}";
            case 'f':
                float single = random.NextSingle() - 0.5f;
                writer.WriteFloat(single);
                return $"f {single}";
            case 'd':
                double real = random.NextDouble() - 0.5;
                writer.WriteDouble(real);
                return $"d {real}";
            case 's':
                string text = new('é', random.Next(1, 12));
                writer.WriteString(text);
                return $"s {text}";
            case 'b':
                byte[] blob = new byte[random.Next(1, 12)];
                random.NextBytes(blob);
                writer.WriteBlob(blob);
                return $"b {Convert.ToHexString(blob)}";
            default:
                return $"{type}";
        }
    }
}

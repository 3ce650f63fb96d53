using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Tests;

public class ProtoMessageTests
{
    // Source: the examples of the Protocol Buffers encoding guide (150 as varint, "testing", a submessage), and
    // 1.0 as IEEE 754.
    [Fact]
    public void Fields_are_encoded_as_the_guide_says()
    {
        ProtoMessage inner = new ProtoMessage().Add(1, 150);
        ProtoMessage message = new ProtoMessage()
            .Add(1, 150)
            .Add(2, "testing")
            .Add(3, inner)
            .Add(4, 1f)
            .Add(20, 0)
            .Add(5, [1, 2]);
        Assert.Equal(
            "089601" + "120774657374696E67" + "1A03089601" + "250000803F" + "A00100" + "2A020102",
            Convert.ToHexString(message.ToBytes()));
    }
}

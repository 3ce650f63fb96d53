using Google.Protobuf;

namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// One protocol buffer message, collected field by field. The field numbers are onnx.proto's; there is no generated
/// code, because the dozen messages of a model file need none. Bytes come out in the order of the calls, so the same
/// calls give the same file.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];

    public ProtoMessage Add(int field, string text) =>
        Add(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(text));

    public ProtoMessage Add(int field, long value) =>
        Add(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public ProtoMessage Add(int field, float value) =>
        Add(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    /// <param name="bytes">Not copied: must not change until the message is written.</param>
    public ProtoMessage Add(int field, byte[] bytes) =>
        Add(
            field,
            WireFormat.WireType.LengthDelimited,
            output => output.WriteBytes(UnsafeByteOperations.UnsafeWrap(bytes)));

    public ProtoMessage Add(int field, ProtoMessage message) => Add(field, message.ToBytes());

    public byte[] ToBytes()
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true))
        {
            foreach (Action<CodedOutputStream> write in _fields)
                write(output);
        }
        return bytes.ToArray();
    }

    private ProtoMessage Add(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        _fields.Add(output => output.WriteTag(field, type));
        _fields.Add(write);
        return this;
    }
}

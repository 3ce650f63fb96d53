using Google.Protobuf;

namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// The weights and properties of an ONNX file: what <see cref="OnnxModelWriter"/> wrote, read back. Of the graph only
/// the initializers are looked at. Immutable.
/// </summary>
internal sealed class OnnxFile
{
    // Fields of onnx.proto.
    private const int ModelGraph = 7;
    private const int GraphNode = 1;
    private const int GraphInitializer = 5;
    private const int NodeType = 4;
    private const int TensorShape = 1;
    private const int TensorType = 2;
    private const int TensorName = 8;
    private const int TensorBytes = 9;

    private readonly List<OnnxWeights> _weights = [];
    private readonly List<string> _nodes = [];

    private OnnxFile()
    {
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<OnnxWeights> Weights => _weights;

    /// <summary>The operators of the graph, in the order of the file.</summary>
    public IReadOnlyList<string> Nodes => _nodes;

    /// <exception cref="InvalidDataException">The bytes are no protocol buffer message of that form.</exception>
    public static OnnxFile Read(byte[] bytes)
    {
        OnnxFile file = new();
        try
        {
            file.ReadModel(new CodedInputStream(bytes));
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new InvalidDataException($"is no ONNX file: {failure.Message}", failure);
        }
        return file;
    }

    private void ReadModel(CodedInputStream model)
    {
        while (model.ReadTag() is uint tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == ModelGraph && IsMessage(tag))
                ReadGraph(Open(model));
            else
                model.SkipLastField();
        }
    }

    private void ReadGraph(CodedInputStream graph)
    {
        while (graph.ReadTag() is uint tag and not 0)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            if (field == GraphInitializer && IsMessage(tag))
                _weights.Add(ReadTensor(Open(graph)));
            else if (field == GraphNode && IsMessage(tag))
                ReadNode(Open(graph));
            else
                graph.SkipLastField();
        }
    }

    private void ReadNode(CodedInputStream node)
    {
        while (node.ReadTag() is uint tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == NodeType && IsMessage(tag))
                _nodes.Add(node.ReadString());
            else
                node.SkipLastField();
        }
    }

    private static OnnxWeights ReadTensor(CodedInputStream tensor)
    {
        List<long> shape = [];
        int type = 0;
        string name = "";
        byte[] data = [];
        while (tensor.ReadTag() is uint tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag), IsMessage(tag))
            {
                case (TensorShape, false):
                    shape.Add(tensor.ReadInt64());
                    break;
                case (TensorType, false):
                    type = tensor.ReadInt32();
                    break;
                case (TensorName, true):
                    name = tensor.ReadString();
                    break;
                case (TensorBytes, true):
                    data = tensor.ReadBytes().ToByteArray();
                    break;
                default:
                    tensor.SkipLastField();
                    break;
            }
        }
        return new OnnxWeights(name, type, shape, data);
    }

    private static bool IsMessage(uint tag) =>
        WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited;

    private static CodedInputStream Open(CodedInputStream stream) => stream.ReadBytes().CreateCodedInput();
}

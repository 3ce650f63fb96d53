using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// Collects the nodes, weights, inputs and outputs of a graph and writes them as an ONNX ModelProto. Numbers in
/// raw_data are little-endian, as ONNX wants them and every machine here has them.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>The newest that ONNX Runtime 1.17 reads together with <see cref="Opset"/> is 9; 8 suffices.</summary>
    private const int IrVersion = 8;

    private const int Opset = 17;

    // TensorProto.DataType
    private const int FloatType = 1;
    private const int Int8Type = 3;
    private const int Int64Type = 7;
    private const int Float16Type = 10;

    // AttributeProto.AttributeType
    private const int IntAttribute = 2;
    private const int FloatsAttribute = 6;
    private const int StringsAttribute = 8;

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _weights = [];
    private readonly List<ProtoMessage> _inputs = [];
    private readonly List<ProtoMessage> _outputs = [];

    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    /// <param name="inputs">Names of values; "" leaves an optional one out.</param>
    /// <param name="outputs">Likewise.</param>
    public void AddNode(
        string type, string[] inputs, string[] outputs, ProtoMessage[]? attributes = null, string domain = "")
    {
        ProtoMessage node = new();
        foreach (string input in inputs)
            node.Add(1, input);
        foreach (string output in outputs)
            node.Add(2, output);
        node.Add(3, $"{type}_{_nodes.Count}").Add(4, type);
        foreach (ProtoMessage attribute in attributes ?? [])
            node.Add(5, attribute);
        if (domain.Length != 0)
            node.Add(7, domain);
        _nodes.Add(node);
    }

    public static ProtoMessage Attribute(string name, long value) =>
        new ProtoMessage().Add(1, name).Add(3, value).Add(20, IntAttribute);

    public static ProtoMessage Attribute(string name, float[] values)
    {
        ProtoMessage attribute = new ProtoMessage().Add(1, name);
        foreach (float value in values)
            attribute.Add(7, value);
        return attribute.Add(20, FloatsAttribute);
    }

    public static ProtoMessage Attribute(string name, string[] values)
    {
        ProtoMessage attribute = new ProtoMessage().Add(1, name);
        foreach (string value in values)
            attribute.Add(9, value);
        return attribute.Add(20, StringsAttribute);
    }

    public void AddWeights(string name, long[] shape, float[] values) =>
        AddWeights(name, shape, FloatType, MemoryMarshal.AsBytes(values.AsSpan()));

    public void AddWeights(string name, long[] shape, sbyte[] values) =>
        AddWeights(name, shape, Int8Type, MemoryMarshal.AsBytes(values.AsSpan()));

    public void AddWeights(string name, long[] shape, long[] values) =>
        AddWeights(name, shape, Int64Type, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Stored as float16 under another name, and cast back to float32 when the model is loaded.</summary>
    public void AddHalfWeights(string name, long[] shape, float[] values)
    {
        Half[] halves = Array.ConvertAll(values, value => (Half)value);
        string stored = name + ".fp16";
        AddWeights(stored, shape, Float16Type, MemoryMarshal.AsBytes(halves.AsSpan()));
        AddNode("Cast", [stored], [name], [Attribute("to", FloatType)]);
    }

    /// <summary>float32.</summary>
    public void AddInput(string name, long[] shape) => _inputs.Add(Describe(name, shape));

    /// <summary>float32.</summary>
    public void AddOutput(string name, long[] shape) => _outputs.Add(Describe(name, shape));

    public ProtoMessage ToModel(string name, IEnumerable<KeyValuePair<string, string>> properties)
    {
        ProtoMessage graph = new();
        AddAll(graph, 1, _nodes);
        graph.Add(2, name);
        AddAll(graph, 5, _weights);
        AddAll(graph, 11, _inputs);
        AddAll(graph, 12, _outputs);
        ProtoMessage model = new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "impsy-trainer") // without its version: a release must not change the bytes of the models
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, Opset))
            .Add(8, new ProtoMessage().Add(1, MicrosoftDomain).Add(2, 1));
        foreach ((string key, string value) in properties)
            model.Add(14, new ProtoMessage().Add(1, key).Add(2, value));
        return model;
    }

    private static void AddAll(ProtoMessage message, int field, List<ProtoMessage> parts)
    {
        foreach (ProtoMessage part in parts)
            message.Add(field, part);
    }

    private void AddWeights(string name, long[] shape, int type, ReadOnlySpan<byte> bytes)
    {
        ProtoMessage tensor = new();
        foreach (long size in shape)
            tensor.Add(1, size);
        _weights.Add(tensor.Add(2, type).Add(8, name).Add(9, bytes.ToArray()));
    }

    private static ProtoMessage Describe(string name, long[] shape)
    {
        ProtoMessage sizes = new();
        foreach (long size in shape)
            sizes.Add(1, new ProtoMessage().Add(1, size));
        ProtoMessage tensorType = new ProtoMessage().Add(1, FloatType).Add(2, sizes);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensorType));
    }
}

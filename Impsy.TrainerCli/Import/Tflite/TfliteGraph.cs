namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>A subgraph: what is computed of what. Immutable.</summary>
internal sealed class TfliteGraph
{
    private readonly TfliteTensor[] _tensors;

    private TfliteGraph(TfliteTensor[] tensors, int[] inputs, TfliteOperator[] operators)
    {
        _tensors = tensors;
        Inputs = inputs;
        Operators = operators;
    }

    public int[] Inputs { get; }

    public IReadOnlyList<TfliteOperator> Operators { get; }

    /// <summary>The graphs of a file; the first is what is run.</summary>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static TfliteGraph[] ReadAll(byte[] file)
    {
        FlatTable model = FlatTable.Root(new BoundedBytes(file));
        FlatTable[] codes = model.Tables(1);
        ReadOnlyMemory<byte>[] buffers = Array.ConvertAll(
            model.Tables(4), buffer => (ReadOnlyMemory<byte>)buffer.Bytes(0).ToArray());
        return Array.ConvertAll(model.Tables(2), graph => Read(graph, codes, buffers));
    }

    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public TfliteTensor Tensor(int index) => index >= 0 && index < _tensors.Length
        ? _tensors[index]
        : throw new InvalidDataException($"speaks of tensor {index} where there are {_tensors.Length}");

    public TfliteTensor? Constant(TfliteOperator operation, int input) =>
        input < operation.Inputs.Length && operation.Inputs[input] >= 0 && Tensor(operation.Inputs[input]) is
            { IsConstant: true } constant
            ? constant
            : null;

    /// <returns>Null for an input of the graph, or a constant.</returns>
    public TfliteOperator? ProducerOf(int tensor) =>
        Operators.FirstOrDefault(operation => operation.Outputs.Contains(tensor));

    public bool FeedsInto(int tensor, TfliteOperatorCode code) =>
        Operators.Any(operation => operation.Code == code && operation.Inputs.Contains(tensor));

    private static TfliteGraph Read(FlatTable graph, FlatTable[] codes, ReadOnlyMemory<byte>[] buffers)
    {
        TfliteTensor[] tensors = Array.ConvertAll(graph.Tables(0), tensor =>
        {
            int buffer = tensor.Int32(2);
            return new TfliteTensor(tensor, buffer >= 0 && buffer < buffers.Length ? buffers[buffer] : default);
        });
        return new TfliteGraph(
            tensors, graph.Integers(1), Array.ConvertAll(graph.Tables(3), table => ReadOperator(table, codes)));
    }

    private static TfliteOperator ReadOperator(FlatTable table, FlatTable[] codes)
    {
        int index = table.Int32(0);
        if (index < 0 || index >= codes.Length)
            throw new InvalidDataException($"speaks of operator code {index} where there are {codes.Length}");
        // Codes up to 127 stood in a byte before they got a field of their own.
        TfliteOperatorCode code = (TfliteOperatorCode)Math.Max(codes[index].Byte(0), codes[index].Int32(3));
        int body = code == TfliteOperatorCode.While && table.Table(4) is FlatTable options ? options.Int32(1) : -1;
        return new TfliteOperator(code, table.Integers(1), table.Integers(2), body);
    }
}

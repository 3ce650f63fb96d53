using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>
/// Finds a mixture density network in a TensorFlow Lite file. Names differ from converter to converter, so weights are
/// known by what they are computed with: in the body of each loop (a layer) the matrix that meets the state is the
/// recurrent kernel, the one that meets the gathered input the kernel, and the vector added to them the bias. In the
/// main graph the matrix whose result goes through ELU gives deviations, the wider of the others means, the last the
/// logits.
/// </summary>
internal static class TfliteNetwork
{
    private const string Reason =
        "its graph computes with it, as Python IMPSY does with every model, whatever that was trained with";

    /// <exception cref="InvalidDataException">Damaged, or not such a network.</exception>
    public static ImportedModel Read(byte[] file)
    {
        TfliteGraph[] graphs = TfliteGraph.ReadAll(file);
        if (graphs.Length == 0)
            throw new InvalidDataException("has no graph");
        TfliteGraph main = graphs[0];
        if (main.Operators.Any(operation => operation.Code == TfliteOperatorCode.UnidirectionalSequenceLstm))
            throw new InvalidDataException("has fused LSTM layers; read are loops, as Python IMPSY converts them");
        LstmWeights[] layers =
        [
            .. main.Operators.Where(operation => operation.Code == TfliteOperatorCode.While)
                .Select((loop, l) => ReadLayer(Body(graphs, loop), l)),
        ];
        if (layers.Length == 0)
            throw new InvalidDataException("has no loop, so no LSTM layer");
        return new ImportedModel(ReadNetwork(main, layers), GateActivation.Sigmoid, Reason);
    }

    private static TfliteGraph Body(TfliteGraph[] graphs, TfliteOperator loop) =>
        loop.Body > 0 && loop.Body < graphs.Length
            ? graphs[loop.Body]
            : throw new InvalidDataException($"has a loop over graph {loop.Body} where there are {graphs.Length}");

    private static LstmWeights ReadLayer(TfliteGraph body, int layer)
    {
        float[]? kernel = null, recurrent = null, bias = null;
        int gates = 0;
        foreach (TfliteOperator operation in Matrices(body))
        {
            TfliteTensor matrix = Matrix(body, operation);
            if (body.Inputs.Contains(operation.Inputs[0]))
                (recurrent, gates) = (matrix.ToSingles(), matrix.Shape[0]);
            else if (body.ProducerOf(operation.Inputs[0])?.Code == TfliteOperatorCode.Gather)
                kernel = matrix.ToSingles();
        }
        foreach (TfliteOperator operation in body.Operators)
        {
            int[] candidates = operation.Code switch
            {
                TfliteOperatorCode.Add => [0, 1],
                TfliteOperatorCode.FullyConnected => [2],
                _ => [],
            };
            foreach (int input in candidates)
            {
                if (body.Constant(operation, input) is TfliteTensor constant && constant.Shape is [int n] && n == gates)
                    bias = constant.ToSingles();
            }
        }
        if (kernel is null || recurrent is null || bias is null)
        {
            string missing = kernel is null ? "kernel" : recurrent is null ? "recurrent kernel" : "bias";
            throw new InvalidDataException($"has a loop that is no LSTM layer: no {missing} in loop {layer + 1}");
        }
        return new LstmWeights(kernel, recurrent, bias);
    }

    private static MdrnnWeights ReadNetwork(TfliteGraph main, LstmWeights[] layers)
    {
        TfliteOperator[] linear = [.. Matrices(main)];
        TfliteOperator[] deviations =
            [.. linear.Where(layer => main.FeedsInto(layer.Outputs.FirstOrDefault(-1), TfliteOperatorCode.Elu))];
        TfliteOperator[] others =
            [.. linear.Except(deviations).OrderByDescending(layer => Matrix(main, layer).Shape[0])];
        if (deviations.Length != 1 || others.Length != 2)
        {
            throw new InvalidDataException(
                $"has {deviations.Length} and {others.Length} linear layers with and without ELU, " +
                "where a mixture has 1 and 2");
        }
        int units = Matrix(main, others[0]).Shape[1];
        int mixtures = Matrix(main, others[1]).Shape[0];
        int dimension = mixtures == 0 ? 0 : Matrix(main, others[0]).Shape[0] / mixtures;
        return new MdrnnWeights(
            dimension, units, mixtures, layers, Linear(others[0]), Linear(deviations[0]), Linear(others[1]));

        LinearWeights Linear(TfliteOperator layer) => new(
            Matrix(main, layer).ToSingles(),
            main.Constant(layer, 2)?.ToSingles() ?? throw new InvalidDataException("has a linear layer without bias"));
    }

    private static IEnumerable<TfliteOperator> Matrices(TfliteGraph graph) => graph.Operators.Where(operation =>
        operation.Code == TfliteOperatorCode.FullyConnected &&
        operation.Inputs.Length >= 2 &&
        graph.Constant(operation, 1) is not null);

    private static TfliteTensor Matrix(TfliteGraph graph, TfliteOperator operation) =>
        graph.Constant(operation, 1) is TfliteTensor { Shape.Length: 2 } matrix
            ? matrix
            : throw new InvalidDataException("has a linear layer whose weights are no matrix");
}

using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Onnx;

/// <summary>
/// Writes weights as a model file that the instrument plays: one LSTM node per layer and one linear head, because a
/// node costs about half a microsecond and everything else is done by <see cref="Mixture"/>. The same arguments give
/// the same bytes.
/// </summary>
public static class OnnxModelWriter
{
    /// <summary>onnx.proto's gate order is input, output, forget, cell; ours is input, forget, cell, output.</summary>
    private static readonly int[] s_gateOrder = [0, 3, 1, 2];

    /// <param name="metadata">
    /// Written as it is, but for the quantization. Its shape must be that of the weights; scale, gates and dt decide
    /// the graph, too.
    /// </param>
    /// <param name="floatFirstLayer">
    /// With int8: keeps the first layer float32. It hears the event itself, and one long dt can take the whole range
    /// of its 8-bit input, which costs some models their precision.
    /// </param>
    /// <exception cref="ArgumentException">Metadata that is invalid, or of another shape than the weights.</exception>
    public static void Write(
        MdrnnWeights weights,
        ModelMetadata metadata,
        Quantization quantization,
        Stream stream,
        bool floatFirstLayer = false)
    {
        ModelMetadata written = metadata with { Quantization = quantization };
        Refuse(weights, written);
        OnnxGraph graph = new();
        graph.AddInput(ModelShape.Input, ModelShape.InputShape(written));
        graph.AddOutput(ModelShape.Head, ModelShape.HeadShape(written));
        string heard = written.DtLog ? AddLogarithmOfDt(graph, written) : ModelShape.Input;
        for (int l = 0; l < weights.Layers.Count; l++)
        {
            Quantization stored = l == 0 && floatFirstLayer && quantization == Quantization.Int8
                ? Quantization.None
                : quantization;
            AddLayer(graph, weights, written, l, heard, stored);
            heard = ModelShape.State(l, isCell: false) + ModelShape.OutSuffix; // (1, 1, U), as the next layer wants it
        }
        AddHead(graph, weights, written, heard);
        stream.Write(graph.ToModel("mdrnn", written.Properties()).ToBytes());
    }

    private static void Refuse(MdrnnWeights weights, ModelMetadata metadata)
    {
        IReadOnlyList<string> mistakes = metadata.Check();
        if (mistakes.Count != 0)
            throw new ArgumentException(string.Join("; ", mistakes), nameof(metadata));
        if ((weights.Dimension, weights.Layers.Count, weights.Units, weights.Mixtures) !=
            (metadata.Dimension, metadata.Layers, metadata.Units, metadata.Mixtures))
        {
            throw new ArgumentException("is of another shape than the weights", nameof(metadata));
        }
    }

    /// <summary>
    /// Replaces dt by its natural logarithm. From 0.5 ms down all dt count as 0.5 ms, the shortest there is; the
    /// first event of all has dt 0, whose logarithm nobody can hear.
    /// </summary>
    private static string AddLogarithmOfDt(OnnxGraph graph, ModelMetadata metadata)
    {
        graph.AddWeights("input.parts", [2], [1L, metadata.Dimension - 1]);
        graph.AddWeights("input.shortest_dt", [1], [Mixture.ShortestDt]);
        graph.AddNode(
            "Split",
            [ModelShape.Input, "input.parts"],
            ["input.dt", "input.controls"],
            [OnnxGraph.Attribute("axis", 2)]);
        graph.AddNode("Max", ["input.dt", "input.shortest_dt"], ["input.audible_dt"]);
        graph.AddNode("Log", ["input.audible_dt"], ["input.log_dt"]);
        graph.AddNode(
            "Concat", ["input.log_dt", "input.controls"], ["input.heard"], [OnnxGraph.Attribute("axis", 2)]);
        return "input.heard";
    }

    private static void AddLayer(
        OnnxGraph graph, MdrnnWeights weights, ModelMetadata metadata, int layer, string heard, Quantization stored)
    {
        LstmWeights lstm = weights.Layers[layer];
        int inputs = weights.Inputs(layer);
        int units = weights.Units;
        // The weights expect a scaled input; the model is given natural units.
        float gain = layer == 0 ? metadata.Scale : 1;
        float[] kernel = Reorder(lstm.Kernel, units, inputs, gain);
        float[] recurrent = Reorder(lstm.Recurrent, units, units, 1);
        float[] bias = [.. Reorder(lstm.Bias, units, 1, 1), .. new float[4 * units]]; // ONNX has two and adds them

        string name = $"lstm{layer}";
        (string w, string r, string b) = (name + ".kernel", name + ".recurrent", name + ".bias");
        string h = ModelShape.State(layer, isCell: false);
        string c = ModelShape.State(layer, isCell: true);
        graph.AddInput(h, ModelShape.StateShape(metadata));
        graph.AddInput(c, ModelShape.StateShape(metadata));
        graph.AddOutput(h + ModelShape.OutSuffix, ModelShape.StateShape(metadata));
        graph.AddOutput(c + ModelShape.OutSuffix, ModelShape.StateShape(metadata));
        string[] outputs = ["", h + ModelShape.OutSuffix, c + ModelShape.OutSuffix];
        ProtoMessage[] attributes = LstmAttributes(metadata);
        graph.AddWeights(b, [1, 8 * units], bias);
        if (stored == Quantization.Int8)
        {
            Int8Weights.Add(graph, w, kernel, 4 * units, inputs);
            Int8Weights.Add(graph, r, recurrent, 4 * units, units);
            string[] quantized =
                [heard, w, r, b, "", h, c, "", .. Int8Weights.Parameters(w), .. Int8Weights.Parameters(r)];
            graph.AddNode("DynamicQuantizeLSTM", quantized, outputs, attributes, OnnxGraph.MicrosoftDomain);
            return;
        }
        AddMatrix(graph, w, [1, 4 * units, inputs], kernel, stored);
        AddMatrix(graph, r, [1, 4 * units, units], recurrent, stored);
        graph.AddNode("LSTM", [heard, w, r, b, "", h, c], outputs, attributes);
    }

    private static ProtoMessage[] LstmAttributes(ModelMetadata metadata)
    {
        ProtoMessage size = OnnxGraph.Attribute("hidden_size", metadata.Units);
        if (metadata.Gates == GateActivation.Sigmoid)
            return [size];
        return
        [
            size,
            OnnxGraph.Attribute("activations", ["HardSigmoid", "Tanh", "Tanh"]),
            OnnxGraph.Attribute("activation_alpha", [0.2f]),
            OnnxGraph.Attribute("activation_beta", [0.5f]),
        ];
    }

    private static void AddHead(OnnxGraph graph, MdrnnWeights weights, ModelMetadata metadata, string heard)
    {
        // float32 with int8, too: it is a small part of the weights, and it is what speaks.
        Quantization stored =
            metadata.Quantization == Quantization.Fp16 ? Quantization.Fp16 : Quantization.None;
        float[] kernel = [.. weights.Means.Kernel, .. weights.Deviations.Kernel, .. weights.Logits.Kernel];
        float[] bias = [.. weights.Means.Bias, .. weights.Deviations.Bias, .. weights.Logits.Bias];
        AddMatrix(graph, "head.kernel", [metadata.HeadLength, metadata.Units], kernel, stored);
        graph.AddWeights("head.bias", [metadata.HeadLength], bias);
        graph.AddWeights("head.axis", [1], [0L]);
        graph.AddNode("Squeeze", [heard, "head.axis"], ["head.input"]);
        graph.AddNode(
            "Gemm", ["head.input", "head.kernel", "head.bias"], [ModelShape.Head], [OnnxGraph.Attribute("transB", 1)]);
    }

    private static void AddMatrix(OnnxGraph graph, string name, long[] shape, float[] values, Quantization stored)
    {
        if (stored == Quantization.Fp16)
            graph.AddHalfWeights(name, shape, values);
        else
            graph.AddWeights(name, shape, values);
    }

    /// <summary>(4U, columns) with the gates in ONNX's order, times a gain.</summary>
    private static float[] Reorder(float[] rows, int units, int columns, float gain)
    {
        int block = units * columns;
        float[] reordered = new float[rows.Length];
        for (int gate = 0; gate < s_gateOrder.Length; gate++)
        {
            ReadOnlySpan<float> from = rows.AsSpan(s_gateOrder[gate] * block, block);
            for (int i = 0; i < block; i++)
                reordered[gate * block + i] = from[i] * gain;
        }
        return reordered;
    }
}

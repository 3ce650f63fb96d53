using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// The gradient of a forward pass, back through time. Gradients of gates are written over the gates, and those of
/// all steps then meet the weights in one product. One thread at a time.
/// </summary>
internal sealed class BackwardPass
{
    private readonly Network _network;
    private readonly IKernels _kernels;
    private readonly ForwardPass _forward;
    private readonly AlignedFloats _above; // (rows, U) gradient of a layer's output
    private readonly AlignedFloats _later; // (B, U) of its hidden state, from the next step
    private readonly AlignedFloats _cell;  // (B, U) of its cell, from the next step

    public BackwardPass(Network network, IKernels kernels, ForwardPass forward)
    {
        _network = network;
        _kernels = kernels;
        _forward = forward;
        int units = network.Shape.PaddedUnits;
        _above = new AlignedFloats(forward.Batch.Rows * units);
        _later = new AlignedFloats(forward.Batch.Sequences * units);
        _cell = new AlignedFloats(forward.Batch.Sequences * units);
        Gradient = new AlignedFloats(network.Shape.Count);
    }

    /// <summary>(Count) packed like the parameters.</summary>
    public AlignedFloats Gradient { get; }

    /// <summary>Wants a forward pass that has run, and the network's transposed copies up to date.</summary>
    /// <param name="scoring">With a scale for the gradient.</param>
    /// <returns>Weighted sum of how likely each row's event was, in nats.</returns>
    public double Run(in MixtureScoring scoring)
    {
        int layers = _network.Shape.Layers;
        Gradient.Span.Clear();
        double log = _forward.Head.Learn(scoring, _forward.Heard(layers), Gradient, _above);
        for (int l = layers - 1; l >= 0; l--)
        {
            _later.Span.Clear();
            _cell.Span.Clear();
            for (int t = _forward.Batch.Steps - 1; t >= 0; t--)
                RunStep(l, t);
            foreach (BatchRows rows in _forward.Batch.Chunks)
                RunWeights(l, rows);
        }
        return log;
    }

    private void RunStep(int layer, int t)
    {
        int units = _network.Shape.PaddedUnits;
        int block = _forward.Batch.Sequences * units;
        LayerTape tape = _forward.Tapes[layer];
        Span<float> gates = tape.Gates.Slice(t * 4 * block, 4 * block);
        Span<float> above = _above.Slice(t * block, block);
        if (tape.Mask is AlignedFloats mask)
            _kernels.Scale(above, mask.Slice(t * block, block), above);
        _kernels.LstmBackward(
            units,
            gates,
            tape.Cells.Slice(t * block, block),
            tape.Tanh.Slice(t * block, block),
            above,
            _later.Span,
            _cell.Span);
        if (t > 0) // nothing is learnt about the state before the first step
        {
            _kernels.Multiply(
                gates,
                _network.TransposedRecurrent(layer),
                _later.Span,
                _forward.Batch.Sequences,
                4 * units,
                units,
                add: false);
        }
    }

    private void RunWeights(int layer, BatchRows rows)
    {
        NetworkShape shape = _network.Shape;
        int units = shape.PaddedUnits;
        int inputs = shape.Inputs(layer);
        LayerTape tape = _forward.Tapes[layer];
        ReadOnlySpan<float> gates = rows.Of(tape.Gates, 4 * units);
        ReadOnlySpan<float> heard = rows.Of(_forward.Heard(layer), inputs);
        _kernels.AddTransposedProduct(
            heard, gates, shape.Kernel(layer).Of(Gradient), rows.Count, inputs, 4 * units);
        _kernels.AddTransposedProduct(
            rows.Of(tape.Hidden, units), gates, shape.Recurrent(layer).Of(Gradient), rows.Count, units, 4 * units);
        _kernels.AddColumnSums(gates, shape.Bias(layer).Of(Gradient));
        if (layer > 0)
        {
            Span<float> above = rows.Of(_above, units);
            _kernels.Multiply(
                gates, _network.TransposedKernel(layer), above, rows.Count, 4 * units, units, add: false);
        }
    }
}

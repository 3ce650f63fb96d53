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

    /// <summary>Wants the head scored with its gradient, and the network's transposed copies up to date.</summary>
    public void Run()
    {
        NetworkShape shape = _network.Shape;
        Gradient.Span.Clear();
        RunHead();
        for (int l = shape.Layers - 1; l >= 0; l--)
        {
            if (_forward.Tapes[l].Mask is AlignedFloats mask)
                _kernels.Scale(_above.Span, mask.Span, _above.Span);
            RunSteps(l);
            int rows = _forward.Batch.Rows;
            int units = shape.PaddedUnits;
            LayerTape tape = _forward.Tapes[l];
            _kernels.AddTransposedProduct(
                _forward.Heard(l), tape.Gates.Span, shape.Kernel(l).Of(Gradient), rows, shape.Inputs(l), 4 * units);
            _kernels.AddTransposedProduct(
                tape.Hidden.Span, tape.Gates.Span, shape.Recurrent(l).Of(Gradient), rows, units, 4 * units);
            _kernels.AddColumnSums(tape.Gates.Span, shape.Bias(l).Of(Gradient));
            if (l > 0)
            {
                _kernels.Multiply(
                    tape.Gates.Span, _network.TransposedKernel(l), _above.Span, rows, 4 * units, units, add: false);
            }
        }
    }

    private void RunHead()
    {
        NetworkShape shape = _network.Shape;
        int rows = _forward.Batch.Rows;
        int units = shape.PaddedUnits;
        ReadOnlySpan<float> head = _forward.Head.Span;
        _kernels.AddTransposedProduct(
            _forward.Heard(shape.Layers), head, shape.HeadKernel.Of(Gradient), rows, units, shape.Head.Columns);
        _kernels.AddColumnSums(head, shape.HeadBias.Of(Gradient));
        _kernels.Multiply(head, _network.TransposedHead, _above.Span, rows, shape.Head.Columns, units, add: false);
    }

    private void RunSteps(int layer)
    {
        int units = _network.Shape.PaddedUnits;
        int block = _forward.Batch.Sequences * units;
        LayerTape tape = _forward.Tapes[layer];
        _later.Span.Clear();
        _cell.Span.Clear();
        for (int t = _forward.Batch.Steps - 1; t >= 0; t--)
        {
            Span<float> gates = tape.Gates.Slice(t * 4 * block, 4 * block);
            _kernels.LstmBackward(
                units,
                gates,
                tape.Cells.Slice(t * block, block),
                tape.Tanh.Slice(t * block, block),
                _above.Slice(t * block, block),
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
    }
}

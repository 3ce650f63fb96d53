using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Runs a network over a batch and keeps what happened. The input's share in the gates is computed for all steps at
/// once, because a large product of matrices is several times as fast as many small ones. One thread at a time.
/// </summary>
internal sealed class ForwardPass
{
    private readonly Network _network;
    private readonly IKernels _kernels;
    private readonly float[] _logs; // (rows)

    /// <param name="withDropout">Whether <see cref="Run"/> may be given a rate.</param>
    public ForwardPass(Network network, IKernels kernels, Batch batch, bool withDropout)
    {
        _network = network;
        _kernels = kernels;
        Batch = batch;
        Tapes = [.. Enumerable.Range(0, network.Shape.Layers)
            .Select(_ => new LayerTape(batch, network.Shape.PaddedUnits, withDropout))];
        Head = new AlignedFloats(batch.Rows * network.Shape.Head.Columns);
        _logs = new float[batch.Rows];
    }

    public Batch Batch { get; }

    public IReadOnlyList<LayerTape> Tapes { get; }

    /// <summary>(rows, Columns) without bias; after scoring with a gradient, the gradient.</summary>
    public AlignedFloats Head { get; }

    /// <summary>(rows, padded inputs) what a layer heard.</summary>
    public ReadOnlySpan<float> Heard(int layer) => layer == 0 ? Batch.Inputs.Span : Tapes[layer - 1].Output;

    public void ClearState()
    {
        foreach (LayerTape tape in Tapes)
            tape.ClearState();
    }

    public void CarryState()
    {
        foreach (LayerTape tape in Tapes)
            tape.CarryState();
    }

    /// <param name="dropout">Of each layer's output; above 0 exactly when there is room for it.</param>
    /// <param name="random">What is dropped.</param>
    public void Run(float dropout, ref TrainingRandom random)
    {
        NetworkShape shape = _network.Shape;
        for (int l = 0; l < shape.Layers; l++)
        {
            LayerTape tape = Tapes[l];
            int gates = 4 * shape.PaddedUnits;
            _kernels.Multiply(
                Heard(l), _network.Kernel(l), tape.Gates.Span, Batch.Rows, shape.Inputs(l), gates, add: false);
            RunSteps(l, tape);
            if (tape is { Mask: AlignedFloats mask, Dropped: AlignedFloats dropped })
            {
                Dropout.Fill(mask.Span, dropout, ref random);
                _kernels.Scale(tape.Hidden.Span[(tape.Hidden.Length - mask.Length)..], mask.Span, dropped.Span);
            }
        }
        _kernels.Multiply(
            Heard(shape.Layers),
            _network.HeadKernel,
            Head.Span,
            Batch.Rows,
            shape.PaddedUnits,
            shape.Head.Columns,
            add: false);
    }

    /// <returns>Weighted sum of how likely each row's event was, in nats.</returns>
    public double Score(in MixtureScoring scoring)
    {
        _kernels.Score(_network.Shape.Head, scoring, Head.Span, _network.HeadBias, Batch.AsTargets(), _logs);
        double sum = 0;
        for (int row = 0; row < _logs.Length; row++)
            sum += (double)_logs[row] * Batch.Weights[row];
        return sum;
    }

    private void RunSteps(int layer, LayerTape tape)
    {
        int units = _network.Shape.PaddedUnits;
        int block = Batch.Sequences * units;
        for (int t = 0; t < Batch.Steps; t++)
        {
            Span<float> gates = tape.Gates.Slice(t * 4 * block, 4 * block);
            _kernels.Multiply(
                tape.Hidden.Slice(t * block, block),
                _network.Recurrent(layer),
                gates,
                Batch.Sequences,
                units,
                4 * units,
                add: true);
            _kernels.LstmForward(
                gates,
                _network.Bias(layer),
                tape.Cells.Slice(t * block, block),
                tape.Cells.Slice((t + 1) * block, block),
                tape.Tanh.Slice(t * block, block),
                tape.Hidden.Slice((t + 1) * block, block));
        }
    }
}

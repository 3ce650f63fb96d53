using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Runs a network over a batch and keeps what happened. The input's share in the gates is computed for many steps at
/// once, because a large product of matrices is several times as fast as many small ones. One thread at a time.
/// </summary>
internal sealed class ForwardPass
{
    private readonly Network _network;
    private readonly IKernels _kernels;

    /// <param name="withDropout">Whether <see cref="Run"/> may be given a rate.</param>
    public ForwardPass(Network network, IKernels kernels, Batch batch, bool withDropout)
    {
        _network = network;
        _kernels = kernels;
        Batch = batch;
        Tapes = [.. Enumerable.Range(0, network.Shape.Layers)
            .Select(_ => new LayerTape(batch, network.Shape.PaddedUnits, withDropout))];
        Head = new HeadPass(network, kernels, batch);
    }

    public Batch Batch { get; }

    public IReadOnlyList<LayerTape> Tapes { get; }

    public HeadPass Head { get; }

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
        for (int l = 0; l < Tapes.Count; l++)
        {
            foreach (BatchRows rows in Batch.Chunks)
                RunLayer(l, rows, dropout, ref random);
        }
    }

    /// <returns>Weighted sum of how likely each row's event was, in nats.</returns>
    public double Score(in MixtureScoring scoring) => Head.Score(scoring, Heard(Tapes.Count));

    private void RunLayer(int layer, BatchRows rows, float dropout, ref TrainingRandom random)
    {
        NetworkShape shape = _network.Shape;
        LayerTape tape = Tapes[layer];
        int units = shape.PaddedUnits;
        int inputs = shape.Inputs(layer);
        _kernels.Multiply(
            rows.Of(Heard(layer), inputs),
            _network.Kernel(layer),
            rows.Of(tape.Gates, 4 * units),
            rows.Count,
            inputs,
            4 * units,
            add: false);
        for (int t = rows.First / Batch.Sequences; t < (rows.First + rows.Count) / Batch.Sequences; t++)
            RunStep(layer, tape, t);
        if (tape is { Mask: AlignedFloats mask, Dropped: AlignedFloats dropped })
        {
            Dropout.Fill(rows.Of(mask, units), dropout, ref random);
            _kernels.Scale(rows.Of(tape.Said, units), rows.Of(mask, units), rows.Of(dropped, units));
        }
    }

    private void RunStep(int layer, LayerTape tape, int t)
    {
        int units = _network.Shape.PaddedUnits;
        int block = Batch.Sequences * units;
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

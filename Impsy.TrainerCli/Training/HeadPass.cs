using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// What the head says of a batch, how likely that makes what was played, and what there is to learn from it. Chunk by
/// chunk, so that the head, four times as wide as what it comes from, never leaves the cache. One thread at a time.
/// </summary>
internal sealed class HeadPass
{
    private readonly Network _network;
    private readonly IKernels _kernels;
    private readonly Batch _batch;
    private readonly AlignedFloats _head; // (rows of a chunk, Columns) without bias; after scoring, its gradient
    private readonly float[] _logs;       // (rows of a chunk)

    public HeadPass(Network network, IKernels kernels, Batch batch)
    {
        _network = network;
        _kernels = kernels;
        _batch = batch;
        int rows = batch.Chunks[0].Count;
        _head = new AlignedFloats(rows * network.Shape.Head.Columns);
        _logs = new float[rows];
    }

    /// <param name="scoring">Without a gradient.</param>
    /// <param name="heard">(rows, padded U) of the last layer.</param>
    /// <returns>Weighted sum of how likely each row's event was, in nats.</returns>
    public double Score(in MixtureScoring scoring, ReadOnlySpan<float> heard)
    {
        double sum = 0;
        foreach (BatchRows rows in _batch.Chunks)
            sum = ScoreChunk(scoring, heard, rows, sum);
        return sum;
    }

    /// <param name="scoring">With a scale for the gradient.</param>
    /// <param name="heard">(rows, padded U) of the last layer.</param>
    /// <param name="gradient">(Count) that of the head's parameters is added to.</param>
    /// <param name="above">(rows, padded U) out: the gradient of what was heard.</param>
    /// <returns>Weighted sum of how likely each row's event was, in nats.</returns>
    public double Learn(
        in MixtureScoring scoring, ReadOnlySpan<float> heard, AlignedFloats gradient, AlignedFloats above)
    {
        NetworkShape shape = _network.Shape;
        int units = shape.PaddedUnits;
        int columns = shape.Head.Columns;
        double sum = 0;
        foreach (BatchRows rows in _batch.Chunks)
        {
            sum = ScoreChunk(scoring, heard, rows, sum);
            Span<float> head = _head.Slice(0, rows.Count * columns);
            _kernels.AddTransposedProduct(
                rows.Of(heard, units), head, shape.HeadKernel.Of(gradient), rows.Count, units, columns);
            _kernels.AddColumnSums(head, shape.HeadBias.Of(gradient));
            _kernels.Multiply(
                head, _network.TransposedHead, rows.Of(above, units), rows.Count, columns, units, add: false);
        }
        return sum;
    }

    /// <returns>sum and what the chunk adds to it.</returns>
    private double ScoreChunk(in MixtureScoring scoring, ReadOnlySpan<float> heard, BatchRows rows, double sum)
    {
        NetworkShape shape = _network.Shape;
        int units = shape.PaddedUnits;
        Span<float> head = _head.Slice(0, rows.Count * shape.Head.Columns);
        Span<float> logs = _logs.AsSpan(0, rows.Count);
        _kernels.Multiply(
            rows.Of(heard, units), _network.HeadKernel, head, rows.Count, units, shape.Head.Columns, add: false);
        _kernels.Score(shape.Head, scoring, head, _network.HeadBias, _batch.TargetsOf(rows), logs);
        ReadOnlySpan<float> weights = rows.Of(_batch.Weights, 1);
        for (int row = 0; row < logs.Length; row++)
            sum += (double)logs[row] * weights[row];
        return sum;
    }
}

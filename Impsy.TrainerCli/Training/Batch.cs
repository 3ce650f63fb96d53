using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// What some sequences of events say, step by step: (steps, sequences, ...). Sequences are a multiple of 8; those
/// that are not filled have weights of zero.
/// </summary>
internal sealed class Batch
{
    /// <summary>
    /// So many are worked on at a time, through all operations that need nothing of the others: what they take (gates
    /// 128 KB of size s, head 240 KB of 24 mixtures) then stays in a core's second cache, and nothing of a product's
    /// speed is lost to waiting for memory. Products of transposed matrices add up as many rows at a time.
    /// </summary>
    private const int ChunkRows = 128;

    private readonly NetworkShape _shape;

    public Batch(NetworkShape shape, int sequences, int steps)
    {
        _shape = shape;
        Sequences = sequences;
        Steps = steps;
        Inputs = new AlignedFloats(Rows * shape.PaddedDimension);
        Targets = new float[Rows * shape.Dimension];
        DtHalves = new float[Rows];
        Weights = new float[Rows];
        int chunk = Math.Max(1, ChunkRows / sequences) * sequences;
        Chunks = [.. Enumerable.Range(0, (Rows + chunk - 1) / chunk)
            .Select(i => new BatchRows(i * chunk, Math.Min(chunk, Rows - i * chunk)))];
    }

    public int Sequences { get; }

    public int Steps { get; }

    public int Rows => Steps * Sequences;

    /// <summary>All rows, in their order.</summary>
    public IReadOnlyList<BatchRows> Chunks { get; }

    /// <summary>(rows, padded D) what the network hears.</summary>
    public AlignedFloats Inputs { get; }

    /// <summary>(rows, D) what it should say, scaled.</summary>
    public float[] Targets { get; }

    /// <summary>(rows) half the bin of dt, scaled.</summary>
    public float[] DtHalves { get; }

    /// <summary>(rows) 1, or 0 where there is no event.</summary>
    public float[] Weights { get; }

    public int Row(int step, int sequence) => step * Sequences + sequence;

    /// <summary>(D).</summary>
    public Span<float> Input(int row) => Inputs.Slice(row * _shape.PaddedDimension, _shape.Dimension);

    /// <summary>(D).</summary>
    public Span<float> Target(int row) => Targets.AsSpan(row * _shape.Dimension, _shape.Dimension);

    /// <summary>Makes a step of a sequence one that says nothing and does not count.</summary>
    public void Silence(int row)
    {
        Input(row).Clear();
        Weights[row] = 0;
    }

    public MixtureTargets TargetsOf(BatchRows rows) => new()
    {
        Values = rows.Of(Targets, _shape.Dimension),
        DtHalves = rows.Of(DtHalves, 1),
        Weights = rows.Of(Weights, 1),
    };
}

using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// What some sequences of events say, step by step: (steps, sequences, ...). Sequences are a multiple of 8; those
/// that are not filled have weights of zero.
/// </summary>
internal sealed class Batch
{
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
    }

    public int Sequences { get; }

    public int Steps { get; }

    public int Rows => Steps * Sequences;

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

    public MixtureTargets AsTargets() => new() { Values = Targets, DtHalves = DtHalves, Weights = Weights };
}

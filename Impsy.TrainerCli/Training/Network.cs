using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// The parameters of a network while it trains, and the transposed copies that the way back needs. Several threads
/// may read; who writes them does so alone.
/// </summary>
internal sealed class Network
{
    private readonly AlignedFloats[] _recurrent; // per layer, transposed: (4U, U)
    private readonly AlignedFloats[] _kernels;   // (4U, U); none for the first layer, whose input wants no gradient
    private readonly AlignedFloats _head;        // (Columns, U)

    public Network(NetworkShape shape)
    {
        Shape = shape;
        Parameters = new AlignedFloats(shape.Count);
        int square = 4 * shape.PaddedUnits * shape.PaddedUnits;
        _recurrent = [.. Enumerable.Range(0, shape.Layers).Select(_ => new AlignedFloats(square))];
        _kernels = [.. Enumerable.Range(0, shape.Layers).Select(l => new AlignedFloats(l == 0 ? 0 : square))];
        _head = new AlignedFloats(shape.PaddedUnits * shape.Head.Columns);
    }

    public NetworkShape Shape { get; }

    public AlignedFloats Parameters { get; }

    /// <summary>Matrices to transpose after each change of the parameters.</summary>
    public int TransposedCount => 2 * Shape.Layers + 1;

    public ReadOnlySpan<float> Kernel(int layer) => Shape.Kernel(layer).Of(Parameters);

    public ReadOnlySpan<float> Recurrent(int layer) => Shape.Recurrent(layer).Of(Parameters);

    public ReadOnlySpan<float> Bias(int layer) => Shape.Bias(layer).Of(Parameters);

    public ReadOnlySpan<float> HeadKernel => Shape.HeadKernel.Of(Parameters);

    public ReadOnlySpan<float> HeadBias => Shape.HeadBias.Of(Parameters);

    /// <summary>(4U, U) in panels.</summary>
    public ReadOnlySpan<float> TransposedRecurrent(int layer) => _recurrent[layer].Span;

    /// <summary>(4U, U) in panels; not of the first layer.</summary>
    public ReadOnlySpan<float> TransposedKernel(int layer) => _kernels[layer].Span;

    /// <summary>(Columns, U) in panels.</summary>
    public ReadOnlySpan<float> TransposedHead => _head.Span;

    /// <param name="index">0..TransposedCount-1; each may be done by a thread of its own.</param>
    public void Transpose(int index)
    {
        (int layer, int kind) = (index / 2, index % 2);
        int units = Shape.PaddedUnits;
        if (layer == Shape.Layers)
            Panels.Transpose(HeadKernel, _head.Span, units, Shape.Head.Columns);
        else if (kind == 0)
            Panels.Transpose(Recurrent(layer), _recurrent[layer].Span, units, 4 * units);
        else if (layer > 0)
            Panels.Transpose(Kernel(layer), _kernels[layer].Span, units, 4 * units);
    }

    public void TransposeAll()
    {
        for (int i = 0; i < TransposedCount; i++)
            Transpose(i);
    }

    /// <summary>The weights for a model file: without padding, and for an input that is only scaled.</summary>
    /// <param name="coding">What the network heard while it trained.</param>
    public static MdrnnWeights ToWeights(NetworkShape shape, ReadOnlySpan<float> parameters, EventCoding coding)
    {
        MdrnnWeights weights = PackedWeights.Unpack(shape, parameters);
        coding.FoldInto(weights.Layers[0], shape.Dimension);
        return weights;
    }
}

using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Where each parameter of a network lies in one flat array: per layer kernel (inputs, 4U), recurrent kernel (U, 4U)
/// and bias (4U), then the head's kernel (U, Columns) and bias (Columns). Matrices lie in panels. The event is padded
/// to a multiple of 8 values and U to one of 32: padded units have weights of zero, say zero, and are taught nothing.
/// </summary>
internal sealed class NetworkShape
{
    public NetworkShape(int dimension, int units, int layers, int mixtures)
    {
        Dimension = dimension;
        Units = units;
        Layers = layers;
        Head = new HeadLayout(dimension, mixtures);
        PaddedDimension = HeadLayout.RoundUp(dimension, 8);
        PaddedUnits = HeadLayout.RoundUp(units, Panels.Width);
        int gates = 4 * PaddedUnits;
        List<ParameterSegment> segments = [];
        for (int l = 0; l < layers; l++)
        {
            Append(Inputs(l) * gates, isBias: false);
            Append(PaddedUnits * gates, isBias: false);
            Append(gates, isBias: true);
        }
        Append(PaddedUnits * Head.Columns, isBias: false);
        Append(Head.Columns, isBias: true);
        Segments = segments;

        void Append(int length, bool isBias)
        {
            segments.Add(new ParameterSegment(Count, length, isBias));
            Count += length;
        }
    }

    public int Dimension { get; }

    public int Units { get; }

    public int Layers { get; }

    public HeadLayout Head { get; }

    public int PaddedDimension { get; }

    public int PaddedUnits { get; }

    /// <summary>Parameters, padding included.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<ParameterSegment> Segments { get; }

    public ParameterSegment HeadKernel => Segments[3 * Layers];

    public ParameterSegment HeadBias => Segments[3 * Layers + 1];

    /// <summary>Padded.</summary>
    public int Inputs(int layer) => layer == 0 ? PaddedDimension : PaddedUnits;

    public ParameterSegment Kernel(int layer) => Segments[3 * layer];

    public ParameterSegment Recurrent(int layer) => Segments[3 * layer + 1];

    public ParameterSegment Bias(int layer) => Segments[3 * layer + 2];
}

using Impsy.Inference;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>
/// How surprised a model is by when an event came, whatever it was: a mixture of diagonal Gaussians without its
/// controls is one over dt alone, so this is the same measure for an event of one value.
/// </summary>
internal sealed class DtSurprise(ModelMetadata metadata)
{
    private readonly EventSurprise _surprise = new(metadata with { Dimension = 1 });
    private readonly float[] _head = new float[3 * metadata.Mixtures]; // of a model of dt alone

    /// <inheritdoc cref="EventSurprise.Bits"/>
    public double Bits(ReadOnlySpan<float> head, ReadOnlySpan<float> current, ReadOnlySpan<float> actual)
    {
        int mixtures = metadata.Mixtures;
        int dimension = metadata.Dimension;
        for (int k = 0; k < mixtures; k++)
        {
            _head[k] = head[k * dimension];
            _head[mixtures + k] = head[(mixtures + k) * dimension];
            _head[2 * mixtures + k] = head[2 * mixtures * dimension + k];
        }
        return _surprise.Bits(_head, current[..1], actual[..1]);
    }
}

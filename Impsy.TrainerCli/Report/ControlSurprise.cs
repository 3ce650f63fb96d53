using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>
/// How surprised a model is by each control by itself, once it is known when: a mixture of diagonal Gaussians without
/// the other controls is one over dt and this control. Together they cost less, for what moves together is expected
/// together. One thread.
/// </summary>
internal sealed class ControlSurprise
{
    private readonly int _dimension;
    private readonly int _mixtures;
    private readonly EventSurprise _pair;
    private readonly DtSurprise _dt;
    private readonly float[] _head; // of a model of dt and one control

    public ControlSurprise(ModelMetadata metadata)
    {
        _dimension = metadata.Dimension;
        _mixtures = metadata.Mixtures;
        _pair = new EventSurprise(metadata with { Dimension = 2 });
        _dt = new DtSurprise(metadata);
        _head = new float[5 * metadata.Mixtures];
    }

    /// <param name="takes">Of the model's dimension.</param>
    /// <returns>(D-1) bits per event; 0 where there is no event.</returns>
    public double[] Measure(MdrnnModel model, IEnumerable<Take> takes)
    {
        double[] bits = new double[_dimension - 1];
        long events = 0;
        foreach (Take take in takes)
        {
            model.Reset();
            for (int row = 0; row + 1 < take.RowCount; row++, events++)
            {
                model.Step(take.Rows.Slice(row * _dimension, _dimension));
                Add(model.Head, model.Heard, take.Rows.Slice((row + 1) * _dimension, _dimension), bits);
            }
        }
        return [.. bits.Select(sum => events == 0 ? 0 : sum / events)];
    }

    private void Add(
        ReadOnlySpan<float> head, ReadOnlySpan<float> current, ReadOnlySpan<float> actual, double[] bits)
    {
        double when = _dt.Bits(head, current, actual);
        for (int i = 1; i < _dimension; i++)
        {
            Pick(head, i);
            bits[i - 1] += _pair.Bits(_head, [current[0], current[i]], [actual[0], actual[i]]) - when;
        }
    }

    /// <summary>Means (M, 2), deviations (M, 2), logits (M) out of those of all values.</summary>
    private void Pick(ReadOnlySpan<float> head, int control)
    {
        for (int k = 0; k < 2 * _mixtures; k++)
        {
            _head[2 * k] = head[k * _dimension];
            _head[2 * k + 1] = head[k * _dimension + control];
        }
        head.Slice(2 * _mixtures * _dimension, _mixtures).CopyTo(_head.AsSpan(4 * _mixtures));
    }
}

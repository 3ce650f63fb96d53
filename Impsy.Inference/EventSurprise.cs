namespace Impsy.Inference;

/// <summary>
/// How surprised a model is by what was really played, in bits per event: minus the logarithm of the probability of
/// the bin that was played. Values repeat exactly under a hand, so a density could be made arbitrarily high; the mass
/// of a bin cannot. Lower is better; never above <see cref="MaximumBits"/>. One thread at a
/// time.
/// </summary>
public sealed class EventSurprise(ModelMetadata metadata)
{
    /// <summary>What an event costs that the model held for impossible.</summary>
    public const double MaximumBits = 200;

    /// <summary>Half a step of a seven-bit controller; the same for every model, so that figures compare.</summary>
    private const double HalfControl = 1.0 / 254;

    /// <summary>Seconds.</summary>
    private const double HalfDt = 0.0005;

    /// <summary>2^-230: a component this unlikely cannot change the result any more.</summary>
    private const double Negligible = 5.8e-70;

    private readonly Mixture _mixture = new(metadata);
    private readonly double _scale = metadata.Scale;
    private readonly double[] _low = new double[metadata.Dimension];
    private readonly double[] _high = new double[metadata.Dimension];

    /// <param name="head">(M*(2D+1)) what the model said after it heard the current event.</param>
    /// <param name="current">(D) that event as the model heard it (<see cref="MdrnnModel.Heard"/>).</param>
    /// <param name="actual">(D) what was played next; its dt is clipped to dt_max.</param>
    public double Bits(ReadOnlySpan<float> head, ReadOnlySpan<float> current, ReadOnlySpan<float> actual)
    {
        SetBin(actual);
        ReadOnlySpan<float> logits = _mixture.Logits(head);
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        double total = 0;
        double probability = 0;
        for (int k = 0; k < logits.Length; k++)
        {
            double weight = Math.Exp(logits[k] - largest);
            total += weight;
            probability += weight * ComponentMass(head, current, k, weight);
        }
        probability /= total;
        double bits = -Math.Log2(probability);
        return bits < MaximumBits ? Math.Max(bits, 0) : MaximumBits; // a broken head gives NaN: the most, too
    }

    private void SetBin(ReadOnlySpan<float> actual)
    {
        double dt = Math.Min(actual[0], metadata.DtMax);
        if (metadata.DtLog)
        {
            _low[0] = _scale * Math.Log(Math.Max(dt - HalfDt, 0)); // minus infinity from 0 on
            _high[0] = _scale * Math.Log(dt + HalfDt);
        }
        else
        {
            _low[0] = _scale * (dt - HalfDt);
            _high[0] = _scale * (dt + HalfDt);
        }
        for (int i = 1; i < _low.Length; i++)
        {
            _low[i] = _scale * (actual[i] - HalfControl);
            _high[i] = _scale * (actual[i] + HalfControl);
        }
    }

    private double ComponentMass(ReadOnlySpan<float> head, ReadOnlySpan<float> current, int component, double weight)
    {
        double mass = 1;
        for (int i = 0; i < _low.Length && !(mass * weight < Negligible); i++)
        {
            double mean = _mixture.Mean(head, current, component, i);
            double deviation = _mixture.Deviation(head, component, i);
            mass *= NormalDistribution.Mass((_low[i] - mean) / deviation, (_high[i] - mean) / deviation);
        }
        return mass;
    }
}

using Impsy.Inference;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>The probability density that a head gives to an event: the loss that mixture networks train on.</summary>
internal sealed class EventDensity(ModelMetadata metadata)
{
    /// <summary>ln sqrt(2 pi), per value.</summary>
    private const double LogNormaliser = 0.91893853320467274;

    private readonly Mixture _mixture = new(metadata);
    private readonly double[] _scaled = new double[metadata.Dimension];
    private readonly double[] _logs = new double[metadata.Mixtures];

    /// <summary>In nats, of an event in scaled units: dt and controls times the model's scale.</summary>
    /// <param name="head">(M*(2D+1)).</param>
    /// <param name="current">(D) the event that the network has just heard.</param>
    /// <param name="actual">(D) the next; its dt is clipped to dt_max.</param>
    public double Log(ReadOnlySpan<float> head, ReadOnlySpan<float> current, ReadOnlySpan<float> actual)
    {
        double dt = Math.Min(actual[0], metadata.DtMax);
        double jacobian = 0;
        if (metadata.DtLog)
        {
            dt = Math.Max(dt, Mixture.ShortestDt);
            jacobian = -Math.Log(dt); // from a density over ln dt to one over dt
            dt = Math.Log(dt);
        }
        _scaled[0] = metadata.Scale * dt;
        for (int i = 1; i < _scaled.Length; i++)
            _scaled[i] = metadata.Scale * (double)actual[i];
        ReadOnlySpan<float> logits = _mixture.Logits(head);
        for (int k = 0; k < _logs.Length; k++)
            _logs[k] = logits[k] + LogOfComponent(head, current, k);
        return LogOfSum(_logs) - LogOfSum(logits) + jacobian;
    }

    private double LogOfComponent(ReadOnlySpan<float> head, ReadOnlySpan<float> current, int component)
    {
        double log = 0;
        for (int i = 0; i < _scaled.Length; i++)
        {
            double deviation = _mixture.Deviation(head, component, i);
            double z = (_scaled[i] - _mixture.Mean(head, current, component, i)) / deviation;
            log -= 0.5 * z * z + Math.Log(deviation) + LogNormaliser;
        }
        return log;
    }

    private static double LogOfSum(ReadOnlySpan<float> logs)
    {
        double largest = double.NegativeInfinity;
        foreach (float log in logs)
            largest = Math.Max(largest, log);
        double sum = 0;
        foreach (float log in logs)
            sum += Math.Exp(log - largest);
        return largest + Math.Log(sum);
    }

    private static double LogOfSum(double[] logs)
    {
        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)));
    }
}

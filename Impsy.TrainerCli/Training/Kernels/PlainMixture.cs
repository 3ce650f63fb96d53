namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>The likelihood of a mixture and its gradient, by definition and in double precision.</summary>
internal sealed class PlainMixture(HeadLayout layout, MixtureScoring scoring)
{
    private static readonly double s_halfLog2Pi = 0.5 * Math.Log(2 * Math.PI);

    private readonly double[] _means = new double[layout.Values];
    private readonly double[] _deviations = new double[layout.Values];
    private readonly double[] _byMean = new double[layout.Values]; // slopes of ln(density or mass)
    private readonly double[] _byDeviation = new double[layout.Values];
    private readonly double[] _priors = new double[layout.Mixtures];
    private readonly double[] _posteriors = new double[layout.Mixtures];

    /// <inheritdoc cref="IKernels.Score"/>
    public float Score(
        Span<float> head, ReadOnlySpan<float> bias, ReadOnlySpan<float> target, float dtHalf, float weight)
    {
        if (weight == 0)
        {
            if (scoring.GradientScale != 0)
                head.Clear();
            return 0;
        }
        double log = Evaluate(head, bias, target, dtHalf);
        bool isCredible = log > scoring.LeastLog;
        if (scoring.GradientScale != 0)
            WriteGradient(head, bias, isCredible ? (double)weight * scoring.GradientScale : 0);
        return isCredible ? (float)log : scoring.LeastLog;
    }

    private double Evaluate(
        ReadOnlySpan<float> head, ReadOnlySpan<float> bias, ReadOnlySpan<float> target, float dtHalf)
    {
        double[] logits = new double[layout.Mixtures];
        double[] logs = new double[layout.Mixtures];
        for (int k = 0; k < layout.Mixtures; k++)
            logits[k] = (double)head[layout.Logits + k] + bias[layout.Logits + k];
        double total = LogSumExp(logits);
        for (int k = 0; k < layout.Mixtures; k++)
        {
            _priors[k] = Math.Exp(logits[k] - total);
            logs[k] = logits[k] - total;
            for (int d = 0; d < layout.Dimension; d++)
            {
                int j = layout.Column(k, d);
                double raw = (double)head[layout.Deviations + j] + bias[layout.Deviations + j];
                _means[j] = (double)head[j] + bias[j];
                _deviations[j] = (raw > 0 ? raw + 1 : Math.Exp(raw)) + 1e-7 + scoring.Floor;
                logs[k] += LogOfValue(j, target[d], d == 0 ? dtHalf : scoring.ControlHalf);
            }
        }
        double log = LogSumExp(logs);
        for (int k = 0; k < layout.Mixtures; k++)
            _posteriors[k] = Math.Exp(logs[k] - log);
        return log;
    }

    private double LogOfValue(int j, double target, double half)
    {
        double deviation = _deviations[j];
        double z = (target - _means[j]) / deviation;
        if (scoring.UseBins)
        {
            (double log, double byLow, double byHigh) = PlainNormal.LogMass(z - half / deviation, z + half / deviation);
            _byMean[j] = -(byLow + byHigh) / deviation;
            _byDeviation[j] = -(byLow * (z - half / deviation) + byHigh * (z + half / deviation)) / deviation;
            return log;
        }
        _byMean[j] = z / deviation;
        _byDeviation[j] = (z * z - 1) / deviation;
        return -0.5 * z * z - Math.Log(deviation) - s_halfLog2Pi;
    }

    private void WriteGradient(Span<float> head, ReadOnlySpan<float> bias, double scale)
    {
        double[] raw = new double[layout.Values];
        for (int j = 0; j < layout.Values; j++)
            raw[j] = (double)head[layout.Deviations + j] + bias[layout.Deviations + j];
        head.Clear();
        for (int k = 0; k < layout.Mixtures; k++)
        {
            head[layout.Logits + k] = (float)(scale * (_priors[k] - _posteriors[k]));
            for (int d = 0; d < layout.Dimension; d++)
            {
                int j = layout.Column(k, d);
                double slope = raw[j] > 0 ? 1 : Math.Exp(raw[j]);
                head[j] = (float)(-scale * _posteriors[k] * _byMean[j]);
                head[layout.Deviations + j] = (float)(-scale * _posteriors[k] * _byDeviation[j] * slope);
            }
        }
    }

    private static double LogSumExp(double[] logs)
    {
        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)));
    }
}

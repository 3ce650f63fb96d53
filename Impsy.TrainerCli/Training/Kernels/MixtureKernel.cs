using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// How likely a head held what was played, and the gradient of minus the logarithm of it, row by row: all values of
/// all components in registers, then the sums over components. One per thread and layout, with its scratch.
/// </summary>
internal sealed unsafe class MixtureKernel<T>
    where T : struct, ISimd<T>
{
    private const float HalfLog2Pi = 0.91893853f;

    /// <summary>A component this much less likely than the others learns nothing; keeps products normal numbers.</summary>
    private const float Negligible = 1e-20f;

    private readonly HeadLayout _layout;
    private readonly MixtureScoring _scoring;
    private readonly float* _target;    // (M, D) the same D values for each component
    private readonly float* _half;      // (M, D)
    private readonly float* _log;       // (M, D) of each value's density or mass
    private readonly float* _byMean;    // (M, D) slopes of minus _log
    private readonly float* _byRaw;     // (M, D) along the pre-activation
    private readonly float* _share;     // (M, D) of the component in the probability, times weight and scale
    private readonly float* _logs;      // (M) of the component's weight, then of its part in the probability
    private readonly float* _prior;     // (M) the component's weight
    private readonly float* _posterior; // (M) its share in the probability

    /// <param name="scratch"><see cref="ScratchLength"/> floats, 64-byte aligned.</param>
    public MixtureKernel(HeadLayout layout, in MixtureScoring scoring, float* scratch)
    {
        _layout = layout;
        _scoring = scoring;
        int part = PartLength(layout);
        _target = scratch;
        _half = scratch + part;
        _log = scratch + 2 * part;
        _byMean = scratch + 3 * part;
        _byRaw = scratch + 4 * part;
        _share = scratch + 5 * part;
        _logs = scratch + 6 * part;
        _prior = scratch + 7 * part;
        _posterior = scratch + 8 * part;
    }

    public static int ScratchLength(HeadLayout layout) => 9 * PartLength(layout);

    /// <summary>One register more than needed: copies of D values are made by whole registers.</summary>
    private static int PartLength(HeadLayout layout) =>
        layout.Deviations + HeadLayout.RoundUp(layout.Dimension, HeadLayout.RegisterFloats) + HeadLayout.RegisterFloats;

    /// <param name="head">(Columns) in: without bias; out: its gradient, if one is asked for.</param>
    /// <param name="bias">(Columns).</param>
    /// <param name="target">(D).</param>
    /// <returns>Nats.</returns>
    public float Score(float* head, float* bias, float* target, float dtHalf, float weight)
    {
        bool gradient = _scoring.GradientScale != 0;
        if (weight == 0)
        {
            if (gradient)
                new Span<float>(head, _layout.Columns).Clear();
            return 0;
        }
        SpreadTarget(target);
        if (_scoring.UseBins)
        {
            SpreadHalf(dtHalf);
            ScoreBins(head, bias);
        }
        else
        {
            ScoreDensities(head, bias);
        }
        float log = SumComponents(head + _layout.Logits, bias + _layout.Logits);
        bool isCredible = log > _scoring.LeastLog; // false for NaN
        if (gradient && isCredible)
            WriteGradient(head, weight * _scoring.GradientScale);
        else if (gradient)
            new Span<float>(head, _layout.Columns).Clear();
        return isCredible ? log : _scoring.LeastLog;
    }

    private void SpreadTarget(float* target)
    {
        new ReadOnlySpan<float>(target, _layout.Dimension).CopyTo(new Span<float>(_target, _layout.Dimension));
        for (int k = 1; k < _layout.Mixtures; k++)
        {
            // Whole registers: what is too much is overwritten by the next component.
            float* to = _target + k * _layout.Dimension;
            for (int d = 0; d < _layout.Dimension; d += T.Count)
                T.Load(_target + d).Store(to + d);
        }
    }

    private void SpreadHalf(float dtHalf)
    {
        T controls = _scoring.ControlHalf;
        for (int j = 0; j < _layout.Deviations; j += T.Count)
            controls.Store(_half + j);
        for (int k = 0; k < _layout.Mixtures; k++)
            _half[k * _layout.Dimension] = dtHalf;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreDensities(float* head, float* bias)
    {
        int deviations = _layout.Deviations;
        for (int j = 0; j < deviations; j += T.Count)
        {
            T raw = T.Load(head + deviations + j) + T.Load(bias + deviations + j);
            T mean = T.Load(head + j) + T.Load(bias + j);
            T deviation = Deviation(raw, out T slope);
            T inverse = (T)1 / deviation;
            T z = (T.Load(_target + j) - mean) * inverse;
            (z * z * -0.5f - SimdMath.Log(deviation) - HalfLog2Pi).Store(_log + j);
            ((T)0 - z * inverse).Store(_byMean + j);
            (slope * inverse * ((T)1 - z * z)).Store(_byRaw + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreBins(float* head, float* bias)
    {
        int deviations = _layout.Deviations;
        for (int j = 0; j < deviations; j += T.Count)
        {
            T raw = T.Load(head + deviations + j) + T.Load(bias + deviations + j);
            T mean = T.Load(head + j) + T.Load(bias + j);
            T inverse = (T)1 / Deviation(raw, out T slope);
            T z = (T.Load(_target + j) - mean) * inverse;
            NormalBin.Log(z, T.Load(_half + j) * inverse, out T log, out T byCenter, out T byLogHalf);
            log.Store(_log + j);
            (byCenter * inverse).Store(_byMean + j);
            (slope * inverse * T.MultiplyAdd(byCenter, z, byLogHalf)).Store(_byRaw + j);
        }
    }

    /// <summary>elu + 1 + 1e-7 + floor, without the cancellation in exp(x) - 1 + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Deviation(T raw, out T slope)
    {
        float least = 1e-7f + _scoring.Floor;
        T exp = SimdMath.Exp(T.Min(raw, 0));
        T isPositive = T.IsLess(0, raw);
        slope = T.Select(isPositive, 1, exp);
        return T.Select(isPositive, raw + 1 + least, exp + least);
    }

    private float SumComponents(float* logits, float* bias)
    {
        for (int k = 0; k < _layout.Mixtures; k++)
            _logs[k] = logits[k] + bias[k];
        float total = Softmax(_logs, _prior);
        for (int k = 0; k < _layout.Mixtures; k++)
        {
            float sum = _logs[k] - total;
            float* log = _log + k * _layout.Dimension;
            for (int d = 0; d < _layout.Dimension; d++)
                sum += log[d];
            _logs[k] = sum;
        }
        return Softmax(_logs, _posterior);
    }

    /// <param name="from">(M) logarithms.</param>
    /// <param name="to">(M) out: their shares.</param>
    /// <returns>The logarithm of the sum of their exponentials.</returns>
    private float Softmax(float* from, float* to)
    {
        float largest = float.NegativeInfinity;
        for (int k = 0; k < _layout.Mixtures; k++)
            largest = MathF.Max(largest, from[k]);
        T total = 0;
        for (int k = _layout.Mixtures; k < HeadLayout.RoundUp(_layout.Mixtures, HeadLayout.RegisterFloats); k++)
            from[k] = float.MinValue; // padding: no share
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
        {
            T share = SimdMath.Exp(T.Load(from + k) - largest);
            share = T.Select(T.IsLess(share, Negligible), 0, share);
            total += share;
            share.Store(to + k);
        }
        float sum = T.Sum(total);
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            (T.Load(to + k) * (1 / sum)).Store(to + k);
        return largest + MathF.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteGradient(float* head, float scale)
    {
        for (int k = 0; k < _layout.Mixtures; k++)
        {
            T share = scale * _posterior[k];
            float* to = _share + k * _layout.Dimension;
            for (int d = 0; d < _layout.Dimension; d += T.Count)
                share.Store(to + d);
        }
        int deviations = _layout.Deviations;
        new Span<float>(_share + _layout.Values, deviations - _layout.Values).Clear();
        for (int j = 0; j < deviations; j += T.Count)
        {
            T share = T.Load(_share + j);
            (share * T.Load(_byMean + j)).Store(head + j);
            (share * T.Load(_byRaw + j)).Store(head + deviations + j);
        }
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            ((T.Load(_prior + k) - T.Load(_posterior + k)) * scale).Store(head + _layout.Logits + k);
        int end = _layout.Logits + _layout.Mixtures;
        new Span<float>(head + end, _layout.Columns - end).Clear();
    }
}

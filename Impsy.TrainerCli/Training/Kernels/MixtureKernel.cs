using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// How likely a head held what was played, and the gradient of minus the logarithm of it, row by row. All values of
/// all components lie side by side in (D, M), so that what is done to each fills whole registers; sums over values
/// are then sums of registers that begin at every M-th number. One thread.
/// </summary>
internal sealed unsafe class MixtureKernel<T>
    where T : struct, ISimd<T>
{
    private const float HalfLog2Pi = 0.91893853f;

    /// <summary>A component this much less likely than the others learns nothing; keeps products normal numbers.</summary>
    private const float Negligible = 1e-20f;

    /// <summary>Parts of the scratch before those of the bins.</summary>
    private const int Parts = 9;

    private readonly HeadLayout _layout;
    private readonly MixtureScoring _scoring;
    private readonly float* _z;         // (D, M) target, then distance from the mean in deviations
    private readonly float* _half;      // (D, M) of the bin, then the same in deviations
    private readonly float* _inverse;   // (D, M) 1 / deviation
    private readonly float* _slope;     // (D, M) of the deviation along its pre-activation, over the deviation
    private readonly float* _log;       // (D, M) ln of the density or mass
    private readonly float* _byMean;    // (D, M) slope of minus that
    private readonly float* _byRaw;     // (D, M) the same along the pre-activation
    private readonly float* _prior;     // (M) the component's weight
    private readonly float* _posterior; // (M) its share in the probability
    private readonly float* _binScratch;

    /// <param name="scratch"><see cref="ScratchLength"/> floats, zero, 64-byte aligned.</param>
    public MixtureKernel(HeadLayout layout, in MixtureScoring scoring, float* scratch)
    {
        _layout = layout;
        _scoring = scoring;
        int part = PartLength(layout);
        _z = scratch;
        _half = scratch + part;
        _inverse = scratch + 2 * part;
        _slope = scratch + 3 * part;
        _log = scratch + 4 * part;
        _byMean = scratch + 5 * part;
        _byRaw = scratch + 6 * part;
        _prior = scratch + 7 * part;
        _posterior = scratch + 8 * part;
        _binScratch = scratch + Parts * part;
    }

    public static int ScratchLength(HeadLayout layout) =>
        (Parts + NormalBinKernel<T>.ScratchArrays) * PartLength(layout);

    /// <summary>Registers that begin with the last components of the last value reach beyond it.</summary>
    private static int PartLength(HeadLayout layout) =>
        layout.Deviations + HeadLayout.RoundUp(layout.Mixtures, HeadLayout.RegisterFloats);

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
                Clear(head, _layout.Columns);
            return 0;
        }
        for (int d = 0; d < _layout.Dimension; d++)
            Spread(target[d], _z + d * _layout.Mixtures);
        Standardise(head, bias);
        if (_scoring.UseBins)
            ScoreBins(dtHalf);
        else
            ScoreDensities();
        float log = SumValues(head + _layout.Logits, bias + _layout.Logits);
        bool isCredible = log > _scoring.LeastLog; // false for NaN
        if (gradient && isCredible)
            WriteGradient(head, weight * _scoring.GradientScale);
        else if (gradient)
            Clear(head, _layout.Columns);
        return isCredible ? log : _scoring.LeastLog;
    }

    /// <summary>One number for all components of a value; what is too much is overwritten by the next value's.</summary>
    private void Spread(T number, float* to)
    {
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            number.Store(to + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Standardise(float* head, float* bias)
    {
        int deviations = _layout.Deviations;
        float least = 1e-7f + _scoring.Floor;
        for (int j = 0; j < deviations; j += T.Count)
        {
            T raw = T.Load(head + deviations + j) + T.Load(bias + deviations + j);
            T mean = T.Load(head + j) + T.Load(bias + j);
            // elu + 1 + 1e-7 + floor, without the cancellation in exp(x) - 1 + 1
            T exp = SimdMath.Exp(T.Min(raw, 0));
            T isPositive = T.IsLess(0, raw);
            T inverse = (T)1 / (T.Select(isPositive, raw + 1, exp) + least);
            inverse.Store(_inverse + j);
            (T.Select(isPositive, 1, exp) * inverse).Store(_slope + j);
            ((T.Load(_z + j) - mean) * inverse).Store(_z + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreDensities()
    {
        for (int j = 0; j < _layout.Deviations; j += T.Count)
        {
            T z = T.Load(_z + j);
            T inverse = T.Load(_inverse + j);
            T square = z * z;
            (SimdMath.Log(inverse) - square * 0.5f - HalfLog2Pi).Store(_log + j);
            ((T)0 - z * inverse).Store(_byMean + j);
            (T.Load(_slope + j) * ((T)1 - square)).Store(_byRaw + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreBins(float dtHalf)
    {
        Spread(dtHalf, _half);
        for (int j = _layout.Mixtures; j < _layout.Deviations; j += T.Count)
            ((T)_scoring.ControlHalf).Store(_half + j);
        for (int j = 0; j < _layout.Deviations; j += T.Count)
        {
            (T.Load(_half + j) * T.Load(_inverse + j)).Store(_half + j);
            T.Load(_z + j).Store(_byRaw + j); // the bins take the sign out of z
        }
        NormalBinKernel<T>.Log(_z, _half, _log, _byMean, _z, _binScratch, _layout.Deviations);
        for (int j = 0; j < _layout.Deviations; j += T.Count)
        {
            T byCenter = T.Load(_byMean + j);
            T byLogHalf = T.Load(_z + j);
            (byCenter * T.Load(_inverse + j)).Store(_byMean + j);
            (T.Load(_slope + j) * T.MultiplyAdd(byCenter, T.Load(_byRaw + j), byLogHalf)).Store(_byRaw + j);
        }
    }

    private float SumValues(float* logits, float* bias)
    {
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            (T.Load(logits + k) + T.Load(bias + k)).Store(_posterior + k);
        float total = Softmax(_posterior, _prior);
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
        {
            T sum = T.Load(_posterior + k) - total;
            for (int d = 0; d < _layout.Dimension; d++)
                sum += T.Load(_log + d * _layout.Mixtures + k);
            sum.Store(_posterior + k);
        }
        return Softmax(_posterior, _posterior);
    }

    /// <param name="from">(M) logarithms; what is behind them is lost.</param>
    /// <param name="to">(M) out: their shares; may be from.</param>
    /// <returns>The logarithm of the sum of their exponentials.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Softmax(float* from, float* to)
    {
        int mixtures = _layout.Mixtures;
        for (int k = mixtures; k < HeadLayout.RoundUp(mixtures, HeadLayout.RegisterFloats); k++)
            from[k] = float.MinValue;
        T most = float.MinValue;
        for (int k = 0; k < mixtures; k += T.Count)
            most = T.Max(T.Load(from + k), most);
        float largest = T.Largest(most);
        T total = 0;
        for (int k = 0; k < mixtures; k += T.Count)
        {
            T share = SimdMath.Exp(T.Load(from + k) - largest);
            share = T.Select(T.IsLess(share, Negligible), 0, share);
            total += share;
            share.Store(to + k);
        }
        float sum = T.Sum(total);
        for (int k = 0; k < mixtures; k += T.Count)
            (T.Load(to + k) * (1 / sum)).Store(to + k);
        return largest + MathF.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteGradient(float* head, float scale)
    {
        int mixtures = _layout.Mixtures;
        int deviations = _layout.Deviations;
        WriteShared(_byMean, head, scale);
        WriteShared(_byRaw, head + deviations, scale);
        for (int k = 0; k < mixtures; k += T.Count)
            ((T.Load(_prior + k) - T.Load(_posterior + k)) * scale).Store(head + _layout.Logits + k);
        int end = _layout.Logits + mixtures;
        Clear(head + end, _layout.Columns - end);
    }

    /// <summary>Slopes times the share of their component. Registers reach beyond, into what is written later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteShared(float* slopes, float* to, float scale)
    {
        int mixtures = _layout.Mixtures;
        for (int d = 0; d < _layout.Dimension; d++)
        {
            int first = d * mixtures;
            for (int k = 0; k < mixtures; k += T.Count)
                (T.Load(_posterior + k) * scale * T.Load(slopes + first + k)).Store(to + first + k);
        }
        Clear(to + _layout.Values, _layout.Deviations - _layout.Values);
    }

    /// <summary>
    /// Not Span.Clear: until the library's own code is compiled for this processor, it is SSE code, and to enter it
    /// with wide registers in use costs 200 ns each time (Sapphire Rapids).
    /// </summary>
    private static void Clear(float* from, int count)
    {
        for (int i = 0; i < count; i++)
            from[i] = 0;
    }
}

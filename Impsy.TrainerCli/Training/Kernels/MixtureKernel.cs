using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// How likely a head held what was played, and the gradient of minus the logarithm of it, a few rows at a time: what
/// is done to one row waits at each step for the step before, so a processor has little to do unless there are more.
/// All values of all components lie side by side in (D, M), so that what is done to each fills whole registers; sums
/// over values are then sums of registers that begin at every M-th number. One thread.
/// </summary>
internal sealed unsafe class MixtureKernel<T>
    where T : struct, ISimd<T>
{
    private const float HalfLog2Pi = 0.91893853f;

    /// <summary>A component this much less likely than the others learns nothing; keeps products normal numbers.</summary>
    private const float Negligible = 1e-20f;

    /// <summary>Of all rows together: with so many, the parts of the scratch fill a first cache.</summary>
    private const int PartFloats = 512;

    private const int MostRows = 8;

    /// <summary>Parts of the scratch before those of the bins.</summary>
    private const int Parts = 7;

    private readonly HeadLayout _layout;
    private readonly MixtureScoring _scoring;
    private readonly int _shares;         // floats of a row of components, padded
    private readonly float* _z;           // (rows, D, M) target, then distance from the mean in deviations
    private readonly float* _half;        // (rows, D, M) of the bin, then the same in deviations
    private readonly float* _inverse;     // (rows, D, M) 1 / deviation
    private readonly float* _slope;       // (rows, D, M) of the deviation along its pre-activation, over the deviation
    private readonly float* _log;         // (rows, D, M) ln of the density or mass
    private readonly float* _byMean;      // (rows, D, M) slope of minus that
    private readonly float* _byRaw;       // (rows, D, M) the same along the pre-activation
    private readonly float* _binScratch;
    private readonly float* _prior;       // (rows, M) the component's weight
    private readonly float* _posterior;   // (rows, M) its share in the probability
    private readonly float* _totals;      // (rows) logarithm of all components together
    private readonly float* _isComponent; // (M) a mask: not the padding

    /// <param name="scratch"><see cref="ScratchLength"/> floats, zero, 64-byte aligned.</param>
    public MixtureKernel(HeadLayout layout, in MixtureScoring scoring, float* scratch)
    {
        _layout = layout;
        _scoring = scoring;
        _shares = SharesLength(layout);
        int part = PartLength(layout);
        _z = scratch;
        _half = scratch + part;
        _inverse = scratch + 2 * part;
        _slope = scratch + 3 * part;
        _log = scratch + 4 * part;
        _byMean = scratch + 5 * part;
        _byRaw = scratch + 6 * part;
        _binScratch = scratch + Parts * part;
        _prior = _binScratch + NormalBinKernel<T>.ScratchArrays * part;
        _posterior = _prior + MostRows * _shares;
        _isComponent = _posterior + MostRows * _shares;
        _totals = _isComponent + _shares;
        for (int k = 0; k < layout.Mixtures; k++)
            _isComponent[k] = BitConverter.Int32BitsToSingle(-1);
    }

    public static int ScratchLength(HeadLayout layout) =>
        (Parts + NormalBinKernel<T>.ScratchArrays) * PartLength(layout)
        + (2 * MostRows + 1) * SharesLength(layout) + MostRows;

    /// <summary>How many rows to score at a time.</summary>
    public static int BlockRows(HeadLayout layout) => Math.Clamp(PartFloats / layout.Deviations, 1, MostRows);

    /// <summary>Registers that begin with the last components of the last value reach beyond it.</summary>
    private static int PartLength(HeadLayout layout) => BlockRows(layout) * layout.Deviations + SharesLength(layout);

    private static int SharesLength(HeadLayout layout) =>
        HeadLayout.RoundUp(layout.Mixtures, HeadLayout.RegisterFloats);

    /// <param name="head">(rows, Columns) in: without bias; out: its gradient, if one is asked for.</param>
    /// <param name="bias">(Columns).</param>
    /// <param name="targets">(rows, D).</param>
    /// <param name="dtHalves">(rows).</param>
    /// <param name="weights">(rows).</param>
    /// <param name="logs">(rows) out: nats; 0 where the weight is 0.</param>
    /// <param name="rows">At most <see cref="BlockRows"/>.</param>
    public void Score(
        float* head, float* bias, float* targets, float* dtHalves, float* weights, float* logs, int rows)
    {
        bool counts = false;
        for (int row = 0; row < rows; row++)
            counts |= weights[row] != 0;
        if (counts)
        {
            AddBias(head + _layout.Logits, bias + _layout.Logits, rows);
            Softmax(_posterior, _prior, rows);
            SpreadTargets(targets, rows);
            for (int row = 0; row < rows; row++)
                Standardise(head + row * _layout.Columns, bias, row * _layout.Deviations);
            if (_scoring.UseBins)
                ScoreBins(dtHalves, rows);
            else
                ScoreDensities(rows * _layout.Deviations);
            SumValues(rows);
            Softmax(_posterior, _posterior, rows);
        }
        for (int row = 0; row < rows; row++)
            logs[row] = Finish(head + row * _layout.Columns, row, weights[row]);
    }

    /// <summary>Writes the gradient, if one is asked for.</summary>
    /// <returns>Nats.</returns>
    private float Finish(float* head, int row, float weight)
    {
        bool gradient = _scoring.GradientScale != 0;
        bool isCredible = _totals[row] > _scoring.LeastLog; // false for NaN
        if (gradient && isCredible && weight != 0)
            WriteGradient(head, row, weight * _scoring.GradientScale);
        else if (gradient)
            Clear(head, _layout.Columns);
        return weight == 0 ? 0 : isCredible ? _totals[row] : _scoring.LeastLog;
    }

    private void AddBias(float* logits, float* bias, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < _shares; k += T.Count)
            {
                T sum = T.Load(logits + row * _layout.Columns + k) + T.Load(bias + k);
                T.Select(T.Load(_isComponent + k), sum, float.MinValue).Store(_posterior + row * _shares + k);
            }
        }
    }

    private void SpreadTargets(float* targets, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int d = 0; d < _layout.Dimension; d++)
                Spread(targets[row * _layout.Dimension + d], _z + row * _layout.Deviations + d * _layout.Mixtures);
        }
    }

    /// <summary>One number for all components of a value; what is too much is overwritten by the next value's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(T number, float* to)
    {
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            number.Store(to + k);
    }

    /// <param name="start">Of the row in each part.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Standardise(float* head, float* bias, int start)
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
            inverse.Store(_inverse + start + j);
            (T.Select(isPositive, 1, exp) * inverse).Store(_slope + start + j);
            ((T.Load(_z + start + j) - mean) * inverse).Store(_z + start + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreDensities(int count)
    {
        for (int j = 0; j < count; j += T.Count)
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
    private void ScoreBins(float* dtHalves, int rows)
    {
        int count = rows * _layout.Deviations;
        for (int j = 0; j < count; j += T.Count)
            ((T)_scoring.ControlHalf).Store(_half + j);
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < _layout.Mixtures; k++)
                _half[row * _layout.Deviations + k] = dtHalves[row];
        }
        for (int j = 0; j < count; j += T.Count)
        {
            (T.Load(_half + j) * T.Load(_inverse + j)).Store(_half + j);
            T.Load(_z + j).Store(_byRaw + j); // the bins take the sign out of z
        }
        NormalBinKernel<T>.Log(_z, _half, _log, _byMean, _z, _binScratch, count);
        for (int j = 0; j < count; j += T.Count)
        {
            T byCenter = T.Load(_byMean + j);
            T byLogHalf = T.Load(_z + j);
            (byCenter * T.Load(_inverse + j)).Store(_byMean + j);
            (T.Load(_slope + j) * T.MultiplyAdd(byCenter, T.Load(_byRaw + j), byLogHalf)).Store(_byRaw + j);
        }
    }

    /// <summary>Adds what each component says of the values to what it weighs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumValues(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            float* shares = _posterior + row * _shares;
            float* logs = _log + row * _layout.Deviations;
            for (int k = 0; k < _shares; k += T.Count)
            {
                T sum = T.Load(shares + k) - _totals[row];
                for (int d = 0; d < _layout.Dimension; d++)
                    sum += T.Load(logs + d * _layout.Mixtures + k);
                T.Select(T.Load(_isComponent + k), sum, float.MinValue).Store(shares + k);
            }
        }
    }

    /// <param name="from">(rows, M) logarithms; in the padding, of nothing.</param>
    /// <param name="to">(rows, M) out: their shares; may be from. The logarithms of their sums go to the totals.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Softmax(float* from, float* to, int rows)
    {
        float* sums = stackalloc float[MostRows];
        for (int row = 0; row < rows; row++)
        {
            T most = float.MinValue;
            for (int k = 0; k < _shares; k += T.Count)
                most = T.Max(T.Load(from + row * _shares + k), most);
            _totals[row] = T.Largest(most);
        }
        for (int row = 0; row < rows; row++)
        {
            T total = 0;
            for (int k = 0; k < _shares; k += T.Count)
            {
                T share = SimdMath.Exp(T.Load(from + row * _shares + k) - _totals[row]);
                share = T.Select(T.IsLess(share, Negligible), 0, share);
                total += share;
                share.Store(to + row * _shares + k);
            }
            sums[row] = T.Sum(total);
        }
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < _shares; k += T.Count)
                (T.Load(to + row * _shares + k) * (1 / sums[row])).Store(to + row * _shares + k);
            _totals[row] += MathF.Log(sums[row]);
        }
    }

    private void WriteGradient(float* head, int row, float scale)
    {
        float* prior = _prior + row * _shares;
        float* posterior = _posterior + row * _shares;
        WriteShared(_byMean + row * _layout.Deviations, posterior, head, scale);
        WriteShared(_byRaw + row * _layout.Deviations, posterior, head + _layout.Deviations, scale);
        for (int k = 0; k < _layout.Mixtures; k += T.Count)
            ((T.Load(prior + k) - T.Load(posterior + k)) * scale).Store(head + _layout.Logits + k);
        int end = _layout.Logits + _layout.Mixtures;
        Clear(head + end, _layout.Columns - end);
    }

    /// <summary>Slopes times the share of their component. Registers reach beyond, into what is written later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteShared(float* slopes, float* shares, float* to, float scale)
    {
        int mixtures = _layout.Mixtures;
        for (int d = 0; d < _layout.Dimension; d++)
        {
            int first = d * mixtures;
            for (int k = 0; k < mixtures; k += T.Count)
                (T.Load(shares + k) * scale * T.Load(slopes + first + k)).Store(to + first + k);
        }
        Clear(to + _layout.Values, _layout.Deviations - _layout.Values);
    }

    /// <summary>
    /// Not Span.Clear: the library's code is SSE until it is compiled anew, and to enter it with wide registers in use
    /// costs 200 ns each time (Sapphire Rapids).
    /// </summary>
    private static void Clear(float* from, int count)
    {
        for (int i = 0; i < count; i++)
            from[i] = 0;
    }
}

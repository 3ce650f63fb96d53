namespace Impsy.Inference;

/// <summary>
/// Reads the head of a network: a mixture of M Gaussians over D values with diagonal covariance. Layout of a head,
/// M*(2D+1) floats in scaled units: means (M, D), deviation pre-activations (M, D), logits (M). Immutable; any
/// thread; allocates nothing after construction.
/// </summary>
public sealed class Mixture
{
    /// <summary>Seconds; no event follows another sooner.</summary>
    public const float ShortestDt = 0.0005f;

    private readonly int _dimension;
    private readonly int _components;
    private readonly float _scale;
    private readonly float _floor;
    private readonly float _residual; // what a control of the current event adds to its means: the scale, or 0
    private readonly float _dtMax;
    private readonly bool _dtLog;
    private readonly int _grid;

    public Mixture(ModelMetadata metadata)
    {
        _dimension = metadata.Dimension;
        _components = metadata.Mixtures;
        _scale = metadata.Scale;
        _floor = metadata.Floor;
        _residual = metadata.Residual ? metadata.Scale : 0;
        _dtMax = metadata.DtMax;
        _dtLog = metadata.DtLog;
        _grid = metadata.Grid;
    }

    public int Dimension => _dimension;

    public int Components => _components;

    /// <summary>Scaled units.</summary>
    /// <param name="current">(D) the event that the network has just heard, natural units.</param>
    /// <param name="component">0..M-1.</param>
    /// <param name="index">0 for dt, then the controls.</param>
    public float Mean(ReadOnlySpan<float> head, ReadOnlySpan<float> current, int component, int index)
    {
        float mean = head[component * _dimension + index];
        return index == 0 ? mean : mean + _residual * current[index];
    }

    /// <summary>Scaled units; above 0 unless the head is broken.</summary>
    public float Deviation(ReadOnlySpan<float> head, int component, int index)
    {
        float z = head[(_components + component) * _dimension + index];
        float elu = z > 0 ? z : MathF.Exp(z) - 1;
        return elu + 1 + 1e-7f + _floor;
    }

    /// <summary>(M) unnormalised logarithms of the weights.</summary>
    public ReadOnlySpan<float> Logits(ReadOnlySpan<float> head) =>
        head.Slice(2 * _components * _dimension, _components);

    /// <summary>
    /// Draws one event. The random numbers are arguments, so a draw is a pure function and has golden vectors.
    /// </summary>
    /// <param name="head">(M*(2D+1)) raw.</param>
    /// <param name="current">(D) the event that the network has just heard, natural units.</param>
    /// <param name="uniform">In [0, 1): picks the component.</param>
    /// <param name="normals">(D) standard normals, one per value.</param>
    /// <param name="next">(D) natural units: 0.0005 s to dt_max, controls 0..1 and on the grid.</param>
    /// <returns>False when the head is broken and gives no finite event; next is then not to be used.</returns>
    public bool TrySample(
        ReadOnlySpan<float> head,
        ReadOnlySpan<float> current,
        in Temperatures temperatures,
        float uniform,
        ReadOnlySpan<float> normals,
        Span<float> next)
    {
        int chosen = Choose(Logits(head), uniform, temperatures.Pi);
        if (chosen < 0)
            return false;
        float spread = temperatures.Sigma > 0 ? MathF.Sqrt(temperatures.Sigma) : 0;
        for (int i = 0; i < _dimension; i++)
        {
            float value = Mean(head, current, chosen, i);
            if (spread > 0) // a mean is itself even where the deviation is infinite
                value += Deviation(head, chosen, i) * spread * normals[i];
            if (!float.IsFinite(value))
                return false;
            next[i] = i == 0 ? Dt(value / _scale) : Control(value / _scale);
        }
        return true;
    }

    private float Dt(float value) => Math.Clamp(_dtLog ? MathF.Exp(value) : value, ShortestDt, _dtMax);

    /// <summary>Rounded, so that a knob rests as it does under a hand.</summary>
    private float Control(float value)
    {
        float within = Math.Clamp(value, 0, 1);
        return _grid == 0 ? within : MathF.Round(within * _grid, MidpointRounding.AwayFromZero) / _grid;
    }

    /// <returns>-1 when a logit is no number, or the largest is infinite.</returns>
    private static int Choose(ReadOnlySpan<float> logits, float uniform, float temperature)
    {
        int likeliest = 0;
        for (int k = 0; k < logits.Length; k++)
        {
            if (float.IsNaN(logits[k]))
                return -1;
            if (logits[k] > logits[likeliest])
                likeliest = k;
        }
        float largest = logits[likeliest];
        if (!float.IsFinite(largest))
            return -1;
        if (!(temperature > 0))
            return likeliest;
        float total = 0; // of the weights exp((logit - largest) / temperature): at least 1, never overflows
        foreach (float logit in logits)
            total += MathF.Exp((logit - largest) / temperature);
        float left = uniform * total;
        for (int k = 0; k < logits.Length; k++)
        {
            left -= MathF.Exp((logits[k] - largest) / temperature);
            if (left < 0)
                return k;
        }
        return likeliest; // rounding, or a uniform that became 1 as a float
    }
}

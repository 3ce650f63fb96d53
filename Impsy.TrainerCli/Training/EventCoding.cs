using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Between events in natural units and what the network hears and should say. All values are scaled by 10; dt is
/// coded in seconds or as its natural logarithm. Immutable; any thread.
/// </summary>
/// <param name="LogTime">dt as a logarithm, from 0.5 ms on: shorter ones count as that when heard.</param>
/// <param name="Residual">The means of controls are offsets from the current event.</param>
/// <param name="TimeGain">
/// What dt is multiplied by besides, on the way in: seconds are small beside controls, so a network is slow to find
/// out that they matter. Folded into the first kernel of the model.
/// </param>
/// <param name="ControlOffset">Scaled: taken off a control on the way in, so that it is heard around zero.</param>
internal sealed record EventCoding(bool LogTime, bool Residual, float TimeGain, float ControlOffset = 0)
{
    public const float Scale = 10;

    /// <summary>Seconds; a longer dt counts as this, in training as on stage.</summary>
    public const float DtMax = 5;

    /// <summary>Seconds: half a bin of <see cref="EventSurprise"/>.</summary>
    public const float HalfDt = 0.0005f;

    /// <summary>Scaled: half a bin of <see cref="EventSurprise"/>, which is half a step of a seven-bit control.</summary>
    public const float HalfControl = Scale / 254;

    /// <summary>
    /// The bin of a dt under half a millisecond reaches down to zero, whose logarithm is minus infinity. Scaled units
    /// below the upper edge: six of the widest deviations that a trained network has, and near enough for float32 to
    /// know the upper edge of the bin to a thousandth of the narrowest.
    /// </summary>
    private const float LogBinReach = 600;

    /// <summary>Scaled: about ln of the median dt under a hand, so that what the network hears lies around zero.</summary>
    private const float LogOffset = -40;

    private const float ShortestDrawn = 1e-6f; // seconds

    /// <summary>Scaled: the middle of a control.</summary>
    private const float ControlMiddle = Scale / 2;

    /// <summary>
    /// The recipe's. The logarithm of time spans some 90 scaled units; the gain brings it into the range of controls.
    /// Controls are heard around zero: at 0..10 the size of all of them hides the small steps that matter, and training
    /// needs twice the updates.
    /// </summary>
    public static EventCoding OfLogTime(bool residual) =>
        new(LogTime: true, residual, TimeGain: 0.1f, ControlMiddle);

    /// <summary>Seconds are small beside controls, and five times that is still in range.</summary>
    public static EventCoding OfLinearTime(bool residual) => new(LogTime: false, residual, TimeGain: 5);

    private float Offset => LogTime ? LogOffset : 0;

    /// <summary>What the network hears of a dt.</summary>
    /// <param name="dt">Seconds, not negative.</param>
    public float HearTime(float dt)
    {
        float clipped = MathF.Min(dt, DtMax);
        float coded = LogTime ? MathF.Log(MathF.Max(clipped, Mixture.ShortestDt)) : clipped;
        return (Scale * coded - Offset) * TimeGain;
    }

    /// <summary>What the network hears of a control.</summary>
    /// <param name="value">0..1.</param>
    public float HearControl(float value) => Scale * value - ControlOffset;

    /// <summary>The bin that a dt lies in, scaled: its middle and half its width.</summary>
    public (float Middle, float Half) TimeBin(float dt)
    {
        float clipped = MathF.Min(dt, DtMax);
        if (!LogTime)
            return (Scale * clipped, Scale * HalfDt);
        float high = Scale * MathF.Log(clipped + HalfDt);
        float low = clipped > HalfDt ? Scale * MathF.Log(clipped - HalfDt) : float.NegativeInfinity;
        low = MathF.Max(low, high - LogBinReach);
        return ((low + high) / 2, (high - low) / 2);
    }

    /// <summary>A point of the bin of a dt, scaled.</summary>
    /// <param name="uniform">In [0, 1).</param>
    public float DrawTime(float dt, float uniform)
    {
        float clipped = MathF.Min(dt, DtMax);
        if (!LogTime)
            return Scale * (clipped + (2 * uniform - 1) * HalfDt);
        float low = MathF.Max(clipped - HalfDt, 0);
        return Scale * MathF.Log(MathF.Max(low + uniform * (clipped + HalfDt - low), ShortestDrawn));
    }

    /// <summary>The component that expects dt at a time, as the biases of the head say it.</summary>
    /// <param name="seconds">Its mean.</param>
    /// <param name="relative">Its deviation as a share of the mean.</param>
    public (float Mean, float Deviation) TimeComponent(float seconds, float relative) => LogTime
        ? (Scale * MathF.Log(seconds), Scale * relative)
        : (Scale * seconds, Scale * seconds * relative);

    /// <summary>
    /// Makes a first layer that heard what <see cref="HearTime"/> and <see cref="HearControl"/> give hear values that
    /// are only scaled.
    /// </summary>
    public void FoldInto(LstmWeights first, int dimension)
    {
        for (int row = 0; row < first.Bias.Length; row++)
        {
            float weight = first.Kernel[row * dimension] * TimeGain;
            first.Kernel[row * dimension] = weight;
            first.Bias[row] -= weight * Offset;
            for (int d = 1; d < dimension; d++)
                first.Bias[row] -= first.Kernel[row * dimension + d] * ControlOffset;
        }
    }
}

namespace Impsy.Hardware.Adc;

/// <summary>From counts to a control's 0..1. Pure.</summary>
/// <param name="Min">Counts at one end of the knob, which is 0.</param>
/// <param name="Max">Counts at its other end, which is 1; below <paramref name="Min"/> it turns the knob round.</param>
/// <param name="Margin">
/// Counts at each end that are the end: or noise, and what the knob's own ends leave out, would keep it from 0 and 1.
/// </param>
/// <param name="Invert">Turns it round.</param>
/// <param name="Exponent">
/// The power to which the way from 0 is raised: above 1 fine at the low end, below 1 at the high end.
/// </param>
public readonly record struct KnobCurve(float Min, float Max, float Margin, bool Invert, float Exponent)
{
    /// <returns>0..1.</returns>
    public float Map(float counts)
    {
        float length = Max - Min;
        float margin = Math.Min(Margin, Math.Abs(length) / 4);
        float way = (Math.Sign(length) * (counts - Min) - margin) / (Math.Abs(length) - 2 * margin);
        way = Math.Clamp(way, 0, 1);
        if (Invert)
            way = 1 - way;
        return Exponent == 1 ? way : MathF.Pow(way, Exponent);
    }
}

namespace Impsy.Inference;

/// <summary>The standard normal distribution in double precision, far tails included.</summary>
internal static class NormalDistribution
{
    /// <summary>
    /// Probability between two bounds. Computed from the tail that lies nearer, so that a narrow bin 20 deviations
    /// out still has its true mass instead of the difference of two ones.
    /// </summary>
    /// <param name="low">May be minus infinity.</param>
    /// <param name="high">At least low; may be infinity.</param>
    public static double Mass(double low, double high)
    {
        if (low >= 0)
            return Tail(low) - Tail(high);
        if (high <= 0)
            return Tail(-high) - Tail(-low);
        return 1 - Tail(-low) - Tail(high);
    }

    /// <summary>Probability above x.</summary>
    /// <param name="x">Not negative.</param>
    internal static double Tail(double x) => x < 3 ? 0.5 - Inner(x) : OuterTail(x);

    /// <summary>
    /// Probability between 0 and x, by the power series x (1 + x^2/3 + x^4/(3*5) + ...) times the density. All terms
    /// are positive, so nothing cancels.
    /// </summary>
    private static double Inner(double x)
    {
        double term = x;
        double sum = x;
        for (int odd = 3; term > sum * 1e-17; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }
        return sum * Density(x);
    }

    /// <summary>
    /// Probability above x by the continued fraction density / (x + 1/(x + 2/(x + 3/(x + ...)))), from the inside
    /// out. 60 levels: below 1e-13 relative at 3, and better beyond.
    /// </summary>
    private static double OuterTail(double x)
    {
        if (double.IsPositiveInfinity(x))
            return 0;
        double fraction = x;
        for (int level = 60; level >= 1; level--)
            fraction = x + level / fraction;
        return Density(x) / fraction;
    }

    private static double Density(double x) => Math.Exp(-0.5 * x * x) * 0.3989422804014327; // 1 / sqrt(2 pi)
}

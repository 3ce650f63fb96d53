namespace Impsy.Benchmarks.Reporting;

/// <summary>The straight line that lies nearest to some points (least squares).</summary>
internal static class Slope
{
    /// <returns>The rise of y for each 1 of x; 0 when the points have less than two different x.</returns>
    public static double Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count == 0)
            return 0;
        double meanX = points.Average(p => p.X);
        double meanY = points.Average(p => p.Y);
        double square = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        return square > 0 ? points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / square : 0;
    }
}

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>The standard normal in the domain of logarithms, double precision, however far out.</summary>
internal static class PlainNormal
{
    private static readonly double s_halfLog2Pi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>ln of the mass between two bounds, and its slopes along both.</summary>
    public static (double Log, double ByLow, double ByHigh) LogMass(double low, double high)
    {
        if (high <= 0)
        {
            (double mirrored, double byLow, double byHigh) = LogMass(-high, -low);
            return (mirrored, -byHigh, -byLow);
        }
        double log;
        if (low < 0)
            log = Math.Log(1 - Math.Exp(LogTail(-low)) - Math.Exp(LogTail(high)));
        else
            log = LogTail(low) + Math.Log(1 - Math.Exp(LogTail(high) - LogTail(low)));
        return (log, -Math.Exp(LogDensity(low) - log), Math.Exp(LogDensity(high) - log));
    }

    /// <summary>ln of the probability above x, not negative.</summary>
    public static double LogTail(double x)
    {
        if (x >= 3)
        {
            // density / (x + 1/(x + 2/(x + ...))), from the inside out; 60 levels are enough from 3 on.
            double fraction = x;
            for (int level = 60; level >= 1; level--)
                fraction = x + level / fraction;
            return LogDensity(x) - Math.Log(fraction);
        }
        double term = x;
        double sum = x; // x + x^3/3 + x^5/(3*5) + ...: the mass between 0 and x over the density
        for (int odd = 3; term > sum * 1e-17; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }
        return Math.Log(0.5 - sum * Math.Exp(LogDensity(x)));
    }

    private static double LogDensity(double x) => -0.5 * x * x - s_halfLog2Pi;
}

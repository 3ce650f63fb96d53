using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Training;

/// <summary>What the values of controls have in common: their grid, where they usually stand, and what is out of range.</summary>
internal sealed class ValueStatistics
{
    /// <summary>How far a value may lie off a grid: what text with a few digits loses.</summary>
    private const float Tolerance = 1e-4f;

    /// <summary>Of the values within a grid's reach; a hand on a controller gives all.</summary>
    private const double GridShare = 0.99;

    private const int Bins = 256;

    public ValueStatistics(int dimension, IReadOnlyList<Take> takes)
    {
        int[,] counts = new int[dimension, Bins];
        long values = 0;
        long on127 = 0;
        long on128 = 0;
        foreach (Take take in takes)
        {
            ReadOnlySpan<float> rows = take.Rows;
            for (int i = 0; i < rows.Length; i++)
            {
                int d = i % dimension;
                if (d == 0)
                    continue;
                float value = Math.Clamp(rows[i], 0, 1);
                if (value != rows[i])
                    OutOfRange++;
                values++;
                on127 += IsOn(value, 127) ? 1 : 0;
                on128 += IsOn(value, 128) ? 1 : 0;
                counts[d, (int)(value * (Bins - 1) + 0.5f)]++;
            }
        }
        long most = Math.Max(on127, on128);
        Grid = most < GridShare * values ? 0 : on127 >= on128 ? 127 : 128;
        Start = new float[dimension];
        for (int d = 1; d < dimension; d++)
            Start[d] = Round(Median(counts, d) / (float)(Bins - 1));
    }

    /// <summary>127 or 128 steps between 0 and 1 when the values lie on them, else 0.</summary>
    public int Grid { get; }

    /// <summary>(D) dt 0 and the median of each control, on the grid.</summary>
    public float[] Start { get; }

    /// <summary>Values of controls outside 0..1, which count as the nearer end.</summary>
    public long OutOfRange { get; }

    /// <summary>Of a control, between 0 and 1; where there is no grid, that of a seven-bit controller.</summary>
    public float Step => 1f / (Grid == 0 ? 127 : Grid);

    private float Round(float value) => Grid == 0 ? value : MathF.Round(value * Grid) / Grid;

    private static bool IsOn(float value, int grid)
    {
        float steps = value * grid;
        return MathF.Abs(steps - MathF.Round(steps)) < Tolerance * grid;
    }

    private static int Median(int[,] counts, int control)
    {
        long total = 0;
        for (int bin = 0; bin < Bins; bin++)
            total += counts[control, bin];
        long below = 0;
        int median = 0;
        while (median < Bins - 1 && (below += counts[control, median]) * 2 < total)
            median++;
        return median;
    }
}

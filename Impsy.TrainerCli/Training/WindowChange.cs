namespace Impsy.TrainerCli.Training;

/// <summary>
/// How a window is changed before it is learnt, so that what is learnt is how knobs move and not which knob stands
/// where: controls trade places, and a control stands elsewhere by a whole number of grid steps.
/// </summary>
internal sealed class WindowChange
{
    /// <summary>A control that moves and comes this near to an end may have been stopped by it.</summary>
    private const float EndMargin = 0.001f;

    /// <summary>Steps; values that were rounded when written lie this near to their grid.</summary>
    private const float Rounding = 0.01f;

    public WindowChange(int dimension)
    {
        Sources = new int[dimension];
        Shifts = new float[dimension];
        for (int d = 0; d < dimension; d++)
            Sources[d] = d;
    }

    /// <summary>(D) which value takes each place; of dt always its own.</summary>
    public int[] Sources { get; }

    /// <summary>(D) what is added to the value of each place; of dt always 0.</summary>
    public float[] Shifts { get; }

    /// <param name="rows">(rows, D) of the window.</param>
    /// <param name="permute">Probability that controls trade places.</param>
    /// <param name="shift">Probability of each control that it stands elsewhere.</param>
    /// <param name="step">Of the grid.</param>
    public void Draw(ReadOnlySpan<float> rows, float permute, float shift, float step, ref TrainingRandom random)
    {
        int dimension = Sources.Length;
        for (int d = 0; d < dimension; d++)
            (Sources[d], Shifts[d]) = (d, 0);
        if (random.NextFloat() < permute)
        {
            for (int d = dimension - 1; d > 1; d--)
            {
                int other = 1 + random.Next(d);
                (Sources[d], Sources[other]) = (Sources[other], Sources[d]);
            }
        }
        for (int d = 1; d < dimension; d++)
        {
            if (random.NextFloat() < shift)
                Shifts[d] = DrawShift(rows, Sources[d], step, ref random);
        }
    }

    private float DrawShift(ReadOnlySpan<float> rows, int source, float step, ref TrainingRandom random)
    {
        float least = 1;
        float most = 0;
        for (int i = source; i < rows.Length; i += Sources.Length)
        {
            float value = Math.Clamp(rows[i], 0, 1);
            least = MathF.Min(least, value);
            most = MathF.Max(most, value);
        }
        bool moves = least < most;
        if (moves && (least < EndMargin || most > 1 - EndMargin))
            return 0;
        int lowest = (int)MathF.Ceiling(-least / step - Rounding);
        int highest = (int)MathF.Floor((1 - most) / step + Rounding);
        return (lowest + random.Next(highest - lowest + 1)) * step;
    }
}

namespace Impsy.TrainerCli.Training;

/// <summary>Writes events into a batch as the network hears them and should say them. One thread at a time.</summary>
internal sealed class SequenceWriter(TrainingOptions options, int dimension, float gridStep)
{
    private readonly WindowChange _change = new(dimension);
    private readonly EventCoding _coding = options.Coding;

    /// <summary>A window to learn from, changed and, where densities are learnt, at random points of the bins.</summary>
    /// <param name="useBins">Whether the bins themselves are learnt.</param>
    public void WriteWindow(Batch batch, int sequence, in Window window, bool useBins, ref TrainingRandom random)
    {
        ReadOnlySpan<float> rows = window.Take.Rows.Slice(window.Start * dimension, (batch.Steps + 1) * dimension);
        _change.Draw(rows, options.Permute, options.Shift, gridStep, ref random);
        bool dequantise = options.Dequantise && !useBins;
        for (int step = 0; step < batch.Steps; step++)
        {
            int row = batch.Row(step, sequence);
            ReadOnlySpan<float> next = rows.Slice((step + 1) * dimension, dimension);
            Write(batch, row, rows.Slice(step * dimension, dimension), next);
            if (!useBins)
                batch.Target(row)[0] = _coding.DrawTime(next[0], dequantise ? random.NextFloat() : 0.5f);
            if (!dequantise)
                continue;
            foreach (ref float value in batch.Target(row)[1..])
                value += (2 * random.NextFloat() - 1) * EventCoding.HalfControl;
        }
    }

    /// <summary>An event and the one after it as they are.</summary>
    /// <param name="row">Of the batch.</param>
    public void WriteEvent(Batch batch, int row, ReadOnlySpan<float> current, ReadOnlySpan<float> next)
    {
        for (int d = 1; d < dimension; d++)
            (_change.Sources[d], _change.Shifts[d]) = (d, 0);
        Write(batch, row, current, next);
    }

    private void Write(Batch batch, int row, ReadOnlySpan<float> current, ReadOnlySpan<float> next)
    {
        Span<float> input = batch.Input(row);
        Span<float> target = batch.Target(row);
        input[0] = _coding.HearTime(current[0]);
        (target[0], batch.DtHalves[row]) = _coding.TimeBin(next[0]);
        for (int d = 1; d < dimension; d++)
        {
            int source = _change.Sources[d];
            float heard = Math.Clamp(current[source], 0, 1) + _change.Shifts[d];
            float said = Math.Clamp(next[source], 0, 1) + _change.Shifts[d];
            input[d] = _coding.HearControl(heard);
            target[d] = EventCoding.Scale * (_coding.Residual ? said - heard : said);
        }
        batch.Weights[row] = 1;
    }
}

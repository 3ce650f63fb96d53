using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Generation;

/// <summary>A take as a log whose rows are the model's.</summary>
internal static class GeneratedLog
{
    /// <param name="take">With an opening, which is not written: the model did not play it.</param>
    /// <param name="stream">Left open.</param>
    /// <param name="start">Civil time; the first event comes its dt after it.</param>
    public static void Write(Take take, DateTime start, Stream stream)
    {
        int d = take.Dimension;
        double seconds = 0;
        long first = CivilTime.FromDateTime(start);
        Span<byte> line = stackalloc byte[LogLine.MaxLength];
        BufferedStream buffer = new(stream, 1 << 16); // not disposed of: it would close what is not ours
        for (int row = take.HasOpening ? 1 : 0; row < take.RowCount; row++)
        {
            ReadOnlySpan<float> values = take.Rows.Slice(row * d, d);
            seconds += values[0];
            // From the start, not from the row before: rounding must not add up.
            long wall = first + (long)Math.Round(seconds * CivilTime.MicrosecondsPerSecond);
            if (!LogLine.TryFormat(line, wall, LogSource.Rnn, values[1..], out int length))
                throw new InvalidOperationException("a row did not fit into the longest row");
            buffer.Write(line[..length]);
        }
        buffer.Flush();
    }
}

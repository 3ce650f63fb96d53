using System.Diagnostics;
using Impsy.Inference;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>
/// Lets a model hear whole takes, as it would on stage, and adds up its surprise: zero state at the start of a take,
/// the first event only heard, dt clipped and never split. One thread.
/// </summary>
internal sealed class TakeScorer(MdrnnModel model)
{
    private readonly EventSurprise _surprise = new(model.Metadata);
    private readonly DtSurprise _dt = new(model.Metadata);
    private readonly EventDensity _density = new(model.Metadata);
    private long _stepTicks;
    private long _steps;

    /// <summary>What the network itself took per event, on this machine.</summary>
    public double MicrosecondsPerStep =>
        _steps == 0 ? 0 : _stepTicks * 1e6 / Stopwatch.Frequency / _steps;

    /// <param name="take">One row alone has nothing to score and gives zero events.</param>
    public TakeScore Score(Take take)
    {
        int d = take.Dimension;
        double bits = 0, dtBits = 0, nats = 0;
        model.Reset();
        for (int row = 0; row + 1 < take.RowCount; row++)
        {
            long start = Stopwatch.GetTimestamp();
            model.Step(take.Rows.Slice(row * d, d));
            _stepTicks += Stopwatch.GetTimestamp() - start;
            ReadOnlySpan<float> next = take.Rows.Slice((row + 1) * d, d);
            bits += _surprise.Bits(model.Head, model.Heard, next);
            dtBits += _dt.Bits(model.Head, model.Heard, next);
            nats -= _density.Log(model.Head, model.Heard, next);
        }
        int events = Math.Max(take.RowCount - 1, 0);
        _steps += events;
        return new TakeScore(take.Name, events, bits, dtBits, nats);
    }

    public IReadOnlyList<TakeScore> ScoreAll(IEnumerable<Take> takes) => [.. takes.Select(Score)];
}

namespace Impsy.TrainerCli.Evaluation;

/// <summary>What a model made of one take, or of several together: sums over its scored events.</summary>
/// <param name="Name">Of the take.</param>
/// <param name="Events">Scored: all but the first, which is only heard.</param>
/// <param name="Bits">Surprise at whole events.</param>
/// <param name="DtBits">Surprise at when they came, whatever they were.</param>
/// <param name="Nats">
/// Minus the natural logarithm of the probability density, per scaled value. May be below 0, and a model may lower it
/// without limit by shrinking its deviations; of use only against others' figures.
/// </param>
public sealed record TakeScore(string Name, long Events, double Bits, double DtBits, double Nats)
{
    public double BitsPerEvent => Bits / Events;

    public double DtBitsPerEvent => DtBits / Events;

    /// <summary>Surprise at what was played, once it is known when.</summary>
    public double ControlBitsPerEvent => (Bits - DtBits) / Events;

    public double NatsPerEvent => Nats / Events;

    public static TakeScore Total(string name, IReadOnlyCollection<TakeScore> scores) => new(
        name,
        scores.Sum(score => score.Events),
        scores.Sum(score => score.Bits),
        scores.Sum(score => score.DtBits),
        scores.Sum(score => score.Nats));
}

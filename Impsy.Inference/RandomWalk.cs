namespace Impsy.Inference;

/// <summary>
/// Plays when there is no model: a hand that turns one knob for a while, then another. Knows nothing of music, but
/// keeps an instrument without a model alive and testable. One thread; allocates nothing after construction.
/// </summary>
public sealed class RandomWalk : IPredictor
{
    private const int Grid = 127;

    // Seconds. Most events of a turning hand are this far apart.
    private const float ShortestDt = 0.02f;
    private const float LongestDt = 0.2f;
    private const float MedianDt = 0.06f;

    /// <summary>How often a second knob moves along: human players move several in 1 of 10 events or fewer.</summary>
    private const double AlongChance = 0.1;

    private readonly Random _random;
    private int _control; // being turned: 1..D-1
    private int _direction = 1;
    private int _eventsLeft; // of this turn

    /// <param name="dimension">2..65.</param>
    public RandomWalk(int dimension, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, 65);
        _random = new Random(seed);
        float[] start = new float[dimension];
        start.AsSpan(1).Fill(64f / Grid);
        Metadata = new ModelMetadata
        {
            Dimension = dimension,
            Layers = 0,
            Units = 0,
            Mixtures = 0,
            Grid = Grid,
            Start = [.. start],
            Title = "random walk",
        };
    }

    public ModelMetadata Metadata { get; }

    public int Dimension => Metadata.Dimension;

    public void Reset() => _eventsLeft = 0;

    /// <summary>
    /// One knob goes on from where it is, in its direction, and turns round at the ends. Sigma widens the steps and
    /// the rhythm; even at 0 the walk goes on, because a stand-in that rests would look broken. Pi has no meaning.
    /// </summary>
    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(current.Length, Dimension);
        ArgumentOutOfRangeException.ThrowIfNotEqual(predicted.Length, Dimension);
        float spread = temperatures.Sigma > 0 ? MathF.Sqrt(Math.Min(temperatures.Sigma, 10)) : 0;
        for (int i = 1; i < predicted.Length; i++)
            predicted[i] = float.IsNaN(current[i]) ? Metadata.Start[i] : Math.Clamp(current[i], 0, 1);
        (float forDt, float forStep) = MixtureSampler.NormalPair(_random);
        predicted[0] = Math.Clamp(MedianDt * MathF.Exp(0.6f * spread * forDt), ShortestDt, LongestDt);
        if (_eventsLeft-- <= 0)
            BeginTurn();
        Move(predicted, _control, 1 + (int)(MathF.Abs(forStep) * spread * 2));
        if (_random.NextDouble() < AlongChance)
            Move(predicted, _random.Next(1, Dimension), 1);
    }

    public void Dispose()
    {
        // Nothing native behind it.
    }

    private void BeginTurn()
    {
        _control = _random.Next(1, Dimension);
        _direction = _random.Next(2) * 2 - 1;
        _eventsLeft = _random.Next(4, 40);
    }

    /// <param name="steps">Of the grid, at least 1.</param>
    private void Move(Span<float> predicted, int control, int steps)
    {
        int position = (int)MathF.Round(predicted[control] * Grid, MidpointRounding.AwayFromZero);
        int target = position + _direction * steps;
        if (target is < 0 or > Grid)
        {
            _direction = -_direction;
            target = Math.Clamp(position + _direction * steps, 0, Grid);
        }
        predicted[control] = (float)target / Grid;
    }
}

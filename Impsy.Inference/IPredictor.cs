namespace Impsy.Inference;

/// <summary>
/// What plays: it is given events one after the other and says what should come next, and when. Belongs to one
/// thread at a time; after construction it allocates nothing, so the performance thread may call it.
/// </summary>
public interface IPredictor : IDisposable
{
    /// <summary>What the model says of itself.</summary>
    ModelMetadata Metadata { get; }

    /// <summary>Values per event, D: the time since the last event and D - 1 controls.</summary>
    int Dimension { get; }

    /// <summary>Forgets everything heard so far.</summary>
    void Reset();

    /// <summary>Hears one event, then draws the next. Always gives a playable event: finite and within range.</summary>
    /// <param name="current">(D) what just happened: seconds, then controls 0..1. May be anything, NaN too.</param>
    /// <param name="temperatures">See <see cref="Temperatures"/>.</param>
    /// <param name="predicted">(D) filled: 0.0005 s to the model's dt_max, then controls 0..1.</param>
    void Predict(ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> predicted);
}

namespace Impsy.Hardware.Adc;

/// <summary>
/// A converter from voltages to counts. Reading may wait for the chip, and on a bus that hangs for as long as the
/// kernel does. A chip that does not answer is a value. One thread; reading allocates nothing.
/// </summary>
public interface IAdc : IDisposable
{
    /// <param name="channels">Which, from 0; at most as many as the chip has.</param>
    /// <param name="counts">One for each.</param>
    /// <returns>False when the chip did not answer; then the counts mean nothing.</returns>
    bool TryRead(ReadOnlySpan<int> channels, Span<int> counts);

    /// <summary>What it counts at its greatest; 0 when only it knows no such thing.</summary>
    int FullScale { get; }

    /// <summary>Why the last reading failed, for people.</summary>
    string Problem { get; }
}

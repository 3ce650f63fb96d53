namespace Impsy.TrainerCli.Training;

/// <summary>
/// What one LSTM layer did in each step of a batch of B sequences, kept for the way back. Hidden state and cell have
/// one block more than there are steps: block 0 is the state before the first.
/// </summary>
internal sealed class LayerTape
{
    private readonly int _block; // B * U

    /// <param name="units">Padded.</param>
    /// <param name="withDropout">Whether there must be room for it.</param>
    public LayerTape(Batch batch, int units, bool withDropout)
    {
        _block = batch.Sequences * units;
        Gates = new AlignedFloats(batch.Rows * 4 * units);
        Cells = new AlignedFloats(batch.Rows * units + _block);
        Tanh = new AlignedFloats(batch.Rows * units);
        Hidden = new AlignedFloats(batch.Rows * units + _block);
        if (withDropout)
        {
            Mask = new AlignedFloats(batch.Rows * units);
            Dropped = new AlignedFloats(batch.Rows * units);
        }
    }

    /// <summary>(steps, B, 4U) activations; on the way back, gradients of the sums before them.</summary>
    public AlignedFloats Gates { get; }

    /// <summary>(steps + 1, B, U).</summary>
    public AlignedFloats Cells { get; }

    /// <summary>(steps, B, U) of the cells after each step.</summary>
    public AlignedFloats Tanh { get; }

    /// <summary>(steps + 1, B, U).</summary>
    public AlignedFloats Hidden { get; }

    /// <summary>(steps, B, U) what the output was multiplied by; null where nothing is dropped.</summary>
    public AlignedFloats? Mask { get; }

    /// <summary>(steps, B, U) the output after that.</summary>
    public AlignedFloats? Dropped { get; }

    /// <summary>(steps, B, U) the hidden state after each step.</summary>
    public ReadOnlySpan<float> Said => Hidden.Span[_block..];

    /// <summary>(steps, B, U) what the layer above hears.</summary>
    public ReadOnlySpan<float> Output => Dropped is null ? Said : Dropped.Span;

    public void ClearState()
    {
        Cells.Slice(0, _block).Clear();
        Hidden.Slice(0, _block).Clear();
    }

    /// <summary>Lets the next batch begin where this one ended.</summary>
    public void CarryState()
    {
        Cells.Slice(Cells.Length - _block, _block).CopyTo(Cells.Span);
        Hidden.Slice(Hidden.Length - _block, _block).CopyTo(Hidden.Span);
    }
}

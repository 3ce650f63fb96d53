namespace Impsy.Daemon.Channels;

/// <summary>
/// Something the instrument plays through. Called on the performance thread: one call per event, which takes no lock,
/// waits for nothing, allocates nothing and never throws. The spans are valid only during the call.
/// </summary>
internal interface IOutput
{
    /// <summary>An event of the model.</summary>
    /// <param name="controls">(D-1), 0..1.</param>
    /// <param name="moved">Bit i: control i differs from the event before it.</param>
    void Play(ReadOnlySpan<float> controls, ulong moved);

    /// <summary>The player's own event, passed on.</summary>
    /// <param name="controls">(D-1), the player's whole vector, 0..1.</param>
    /// <param name="moved">Bit i: control i differs from what the player sent before.</param>
    void Thru(ReadOnlySpan<float> controls, ulong moved);

    /// <summary>End every note that <see cref="Play"/> has started.</summary>
    void ReleaseNotes();
}

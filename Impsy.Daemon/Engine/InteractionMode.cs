namespace Impsy.Daemon.Engine;

/// <summary>Who plays, and what the model hears. <see cref="InteractionModeText"/> has the names.</summary>
internal enum InteractionMode
{
    /// <summary>The model answers once the player has been silent for the threshold.</summary>
    CallResponse,

    /// <summary>Each input gives one prediction, played after its dt; the player sounds along.</summary>
    Polyphony,

    /// <summary>Each input is answered at once by a prediction, which takes its place.</summary>
    Filter,

    /// <summary>The model plays on from its own output.</summary>
    Battle,

    /// <summary>No model: the player is logged, and passed through where that is on.</summary>
    UserOnly,
}

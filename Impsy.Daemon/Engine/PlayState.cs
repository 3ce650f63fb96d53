namespace Impsy.Daemon.Engine;

/// <summary>Who plays at the moment, as a light can show it.</summary>
internal enum PlayState
{
    /// <summary>The player; the instrument listens, or answers each note.</summary>
    Call,

    /// <summary>The model, of its own accord.</summary>
    Response,

    /// <summary>The model is stopped; the player is passed on and logged.</summary>
    Paused,
}

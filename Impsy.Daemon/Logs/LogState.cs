namespace Impsy.Daemon.Logs;

/// <summary>What happens to the rows of a performance.</summary>
internal enum LogState
{
    /// <summary>All that is wanted is logged.</summary>
    Logging,

    /// <summary>The disk is nearly full: the player's events only.</summary>
    PlayerOnly,

    /// <summary>The disk is full but for what the system needs: nothing is logged.</summary>
    DiskFull,

    /// <summary>The disk refuses; another attempt every few seconds of play.</summary>
    Failing,

    /// <summary>A fault of ours has ended the writing. Playing goes on.</summary>
    Broken,
}

namespace Impsy.Daemon.Commands;

/// <summary>What the process answers, besides 0; the unit file relies on 78 not being retried.</summary>
internal static class ExitCodes
{
    /// <summary>It could not be done, or a running instrument has refused what it was told.</summary>
    public const int Failure = 1;

    public const int Usage = 2;

    /// <summary>EX_UNAVAILABLE of sysexits.h: there is no running instrument to talk to.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_CONFIG of sysexits.h: the owner's mistake, which starting again does not mend.</summary>
    public const int Configuration = 78;
}

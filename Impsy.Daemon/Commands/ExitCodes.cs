namespace Impsy.Daemon.Commands;

/// <summary>What the process answers, besides 0; the unit file relies on 78 not being retried.</summary>
internal static class ExitCodes
{
    public const int Usage = 2;

    /// <summary>EX_CONFIG of sysexits.h: the owner's mistake, which starting again does not mend.</summary>
    public const int Configuration = 78;
}

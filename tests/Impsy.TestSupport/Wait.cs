using System.Diagnostics;

namespace Impsy.TestSupport;

/// <summary>Waits for what another process does: soon in the ordinary case, patiently on a busy machine.</summary>
public static class Wait
{
    /// <param name="done">Looked at every few milliseconds.</param>
    /// <param name="holds">What must be so in the end; <paramref name="done"/> itself when left out.</param>
    public static void Until(Func<bool> done, TimeSpan patience, Func<string> complaint, Func<bool>? holds = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!done())
        {
            if (watch.Elapsed > patience)
                throw new TimeoutException(complaint());
            Thread.Sleep(2);
        }
        if (holds is not null && !holds())
            throw new InvalidOperationException(complaint());
    }
}

namespace Impsy.TestSupport;

/// <summary>Managed bytes that code allocates on the thread that runs it.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The least that a round has allocated. What the code allocates it does each time; what the runtime does while it
    /// exchanges a method for its optimised form, it does once, at a moment of its own choice.
    /// </summary>
    /// <param name="round">Runs one to five times: until nothing was allocated.</param>
    public static long Of(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}

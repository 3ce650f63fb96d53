namespace Impsy.TestSupport;

/// <summary>Managed bytes that code allocates on the thread that runs it.</summary>
public static class Allocations
{
    /// <summary>
    /// What the middle one of three rounds has allocated. What the code allocates it does in each, be it once in all of
    /// a round; what the runtime does while it exchanges a method for its optimised form, it does once, at a moment of
    /// its own choice.
    /// </summary>
    /// <param name="round">Runs two or three times: until two have agreed.</param>
    public static long Of(Action round)
    {
        long first = Measure(round);
        long second = Measure(round);
        if (first == second)
            return first;
        long third = Measure(round);
        return Math.Max(Math.Min(first, second), Math.Min(Math.Max(first, second), third));
    }

    private static long Measure(Action round)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

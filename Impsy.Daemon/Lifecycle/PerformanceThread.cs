using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// The thread that the timing loop lives on. A failure ends the thread and is rethrown by <see cref="Join"/>: the
/// process exits and systemd restarts it, which is the only recovery there is.
/// </summary>
internal sealed class PerformanceThread
{
    /// <summary>Below the kernel's interrupt threads (50), which bring the input, above everything else of ours.</summary>
    public const int Priority = 40;

    /// <summary>Input threads only copy bytes, but must do so before anything ordinary runs.</summary>
    public const int InputPriority = 35;

    private readonly TimingLoop _loop;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PerformanceThread(TimingLoop loop)
    {
        _loop = loop;
        _thread = new Thread(Run) { Name = "performance" };
    }

    /// <summary>Why there is no real-time priority, or null when there is. Known once Start has returned.</summary>
    public string? NotRealTime { get; private set; }

    /// <summary>Why memory is not locked, or null when it is.</summary>
    public string? NotLocked { get; private set; }

    /// <summary>Ends with the loop; carries its failure.</summary>
    public Task Ended => _ended.Task;

    public void Start()
    {
        using ManualResetEventSlim ready = new();
        NotLocked = RealTime.TryLockMemory();
        _thread.Start(ready);
        ready.Wait();
    }

    /// <summary>Waits for the end of the loop.</summary>
    public void Join()
    {
        _thread.Join();
        _ended.Task.GetAwaiter().GetResult();
    }

    private void Run(object? ready)
    {
        NotRealTime = RealTime.TryMakeFifo(Priority);
        if (NotRealTime is not null)
            RealTime.TryRemoveTimerSlack();
        ((ManualResetEventSlim)ready!).Set();
        try
        {
            _loop.Run();
            _ended.SetResult();
        }
        catch (Exception failure) // any at all: whoever joins decides, after the notes are silenced
        {
            _ended.SetException(failure);
        }
    }
}

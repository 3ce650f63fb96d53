using System.Runtime.ExceptionServices;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Does numbered pieces of work on several threads, the caller's among them. Which thread does which is left open, so
/// pieces must not depend on it. Run is for one thread at a time.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int> _work = _ => { };
    private int _pieces;
    private int _taken;
    private Exception? _failure;
    private volatile bool _isOver;

    /// <param name="threads">At least 1.</param>
    public WorkerTeam(int threads)
    {
        _helpers = [.. Enumerable.Range(1, threads - 1)
            .Select(n => new Thread(Help) { IsBackground = true, Name = $"trainer {n}" })];
        foreach (Thread helper in _helpers)
            helper.Start();
    }

    public int Threads => _helpers.Length + 1;

    /// <summary>Returns when all pieces are done; throws what a piece threw.</summary>
    /// <param name="work">Is given 0..pieces-1, each once.</param>
    public void Run(int pieces, Action<int> work)
    {
        _work = work;
        _pieces = pieces;
        _taken = 0;
        int helpers = Math.Min(_helpers.Length, pieces - 1);
        if (helpers > 0)
            _start.Release(helpers);
        Work();
        for (int i = 0; i < helpers; i++)
            _done.Wait();
        if (Interlocked.Exchange(ref _failure, null) is Exception failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        _isOver = true;
        if (_helpers.Length > 0)
            _start.Release(_helpers.Length);
        foreach (Thread helper in _helpers)
            helper.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Help()
    {
        while (true)
        {
            _start.Wait();
            if (_isOver)
                return;
            Work();
            _done.Release();
        }
    }

    private void Work()
    {
        try
        {
            for (int piece; (piece = Interlocked.Increment(ref _taken) - 1) < _pieces;)
                _work(piece);
        }
        catch (Exception failure) // any at all: Run throws it where the caller can see it
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}

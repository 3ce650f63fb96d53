using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Learning;

/// <summary>
/// One run of impsy learn: what everybody who listens tells, until it is over. Any thread.
/// </summary>
/// <param name="most">Controls: with as many it is over.</param>
/// <param name="told">What there is to say, for people.</param>
internal sealed class LearnSession(int most, TextWriter told) : IDisposable
{
    private readonly ControlLearner _learner = new(most);
    private readonly Lock _learning = new();
    private readonly ManualResetEventSlim _ended = new();

    /// <summary>Rung when it is over, once and for all: for those who wait for a device.</summary>
    public EventFd Stop { get; } = new();

    /// <summary>Whether somebody could not listen who was to.</summary>
    public bool HasFailed { get; private set; }

    public IReadOnlyList<LearnedControl> Learned
    {
        get
        {
            lock (_learning)
                return _learner.Learned;
        }
    }

    /// <returns>Whether it is over.</returns>
    public bool Wait(int milliseconds) => _ended.Wait(milliseconds);

    public void Tell(string line)
    {
        lock (_learning)
            told.WriteLine(line);
    }

    public void Hear(HeardPort port, in RawMessage message)
    {
        lock (_learning)
        {
            if (_ended.IsSet)
                return;
            LearnNews news = _learner.Push(port, message, out int place);
            if (news != LearnNews.None)
            {
                LearnedControl control = _learner.Learned[place];
                told.WriteLine(news == LearnNews.Control
                    ? $"control {place + 1}: {control.Description}"
                    : $"control {place + 1}: from {control.Range.Min} to {control.Range.Max}");
            }
            if (_learner.IsComplete)
                End();
        }
    }

    public void End()
    {
        _ended.Set();
        Stop.Ring();
    }

    public void Fail(IOException failure)
    {
        Tell($"impsy: {failure.Message}");
        HasFailed = true;
        End();
    }

    public void Dispose()
    {
        Stop.Dispose();
        _ended.Dispose();
    }
}

using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Timing;

/// <summary>What takes over when the configuration has changed: prepared by one thread, carried out by another.</summary>
/// <param name="inputs">That are listened to from then on.</param>
/// <param name="takeOver">
/// On the performance thread, between two events: does what the change asks for, and answers the engine that plays from
/// then on. It is no part of the steady state, but a note is waiting: it must not take long.
/// </param>
internal sealed class Handover(InputQueue[] inputs, Func<long, InteractionEngine> takeOver)
{
    private volatile bool _isDone;

    public InputQueue[] Inputs => inputs;

    public bool IsDone => _isDone;

    /// <summary>Performance thread.</summary>
    public InteractionEngine TakeOver(long now) => takeOver(now);

    /// <summary>Performance thread: nothing of what was before is used any more.</summary>
    public void Finish() => _isDone = true;
}

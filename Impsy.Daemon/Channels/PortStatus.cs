namespace Impsy.Daemon.Channels;

/// <summary>
/// One end of a wire, as people are told of it. Its channel's thread says what is there, whenever that changes; any
/// thread reads.
/// </summary>
/// <param name="name">Such as "osc in" or "midi X-TOUCH out".</param>
internal sealed class PortStatus(string name)
{
    private string _state = "not open yet";

    public string Name => name;

    /// <summary>What is at its other end, or why nothing is: a few words.</summary>
    public string State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>Whether something is there.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What came in and was taken; 0 where nothing does, or it is not counted.</summary>
    public Func<long> Received { get; init; } = () => 0;

    /// <summary>What came in and was refused or lost.</summary>
    public Func<long> Refused { get; init; } = () => 0;

    public void Open(string state) => (IsOpen, State) = (true, state);

    public void Close(string state) => (IsOpen, State) = (false, state);
}

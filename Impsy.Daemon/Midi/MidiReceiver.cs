using Impsy.Daemon.Engine;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>
/// What one port's messages come to: an echo, a command, an input of the player, or nothing. One thread at a time;
/// allocates nothing.
/// </summary>
/// <param name="echoes">Null: whatever comes is meant.</param>
/// <param name="queue">Of the channel that the port belongs to: all its ports share one thread.</param>
internal sealed class MidiReceiver(
    MidiInputMap map, MidiCommander commander, EchoFilter? echoes, InputQueue queue)
{
    private long _messages;
    private long _unmapped;

    public byte Source => map.Source;

    /// <summary>Messages that were commands or inputs.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Channel messages that mean nothing here.</summary>
    public long Unmapped => Volatile.Read(ref _unmapped);

    /// <param name="stamp">Monotonic nanoseconds at which it arrived.</param>
    /// <returns>False: it is nobody's doing, but a clock, or an echo of what was sent.</returns>
    public bool Receive(in MidiMessage message, long stamp)
    {
        if (message.Channel == 0) // clock and active sensing: not about anything that is mapped
            return false;
        if (echoes is not null && echoes.IsEcho(message, stamp))
            return false;
        if (commander.TryHandle(message))
        {
            Volatile.Write(ref _messages, _messages + 1);
        }
        else if (map.TryMap(message, stamp, out PlayerInput input))
        {
            Volatile.Write(ref _messages, _messages + 1);
            queue.Write(input);
        }
        else
        {
            Volatile.Write(ref _unmapped, _unmapped + 1);
        }
        return true;
    }

    /// <summary>The port is gone, or has lost messages: keys that are held there come up.</summary>
    public void LiftAll(long stamp) => queue.Write(PlayerInput.LiftAll(stamp, map.Source));
}

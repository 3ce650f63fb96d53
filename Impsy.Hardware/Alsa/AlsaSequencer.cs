using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Alsa;

/// <summary>
/// The instrument at ALSA's sequencer: ports of its own, cables to those of others, and news of who comes and goes. One
/// thread reads; another may send at the same time without ever waiting for anything slow; cables are for any thread
/// but the sending one. Reading and sending allocate nothing.
/// </summary>
/// <remarks>
/// <para>
/// libasound says nothing about threads, so here is what its sources do: reading fills a buffer of the handle; sending
/// an event of fixed size directly is one write(2) of the caller's structure, and touches nothing of the handle; all
/// the rest is one ioctl each. So one reader and one sender share a handle safely.
/// </para>
/// <para>
/// The kernel holds one mutex per client during a write and during an ioctl, but not during a read. Whatever happens at
/// run time besides reading and sending is therefore done by a client of its own (<see cref="AlsaControl"/>), and
/// sending never waits for it.
/// </para>
/// <para>
/// Stamps belong to the port and not to the cable. So what comes over a cable that someone else has drawn is stamped,
/// too; and drawing a cable that is there is refused by the kernel, whereas one with stamps of its own would be a
/// second cable beside the first and double every note.
/// </para>
/// </remarks>
public sealed unsafe class AlsaSequencer : IDisposable
{
    private const string Device = "/dev/snd/seq";

    // The most that the kernel grants. The usual 200 are a burst of a few knobs while the reader waits for a core.
    private const int PoolEvents = 2000;

    private const Native.Capability CanBePlayed = Native.Capability.Write | Native.Capability.SubscribeWrite;
    private const Native.Capability CanBeHeard = Native.Capability.Read | Native.Capability.SubscribeRead;

    private readonly AlsaControl _control;
    private readonly AlsaHandle _sequencer;
    private readonly AlsaTranslator _translator;
    private readonly EventFd _stop;
    private readonly bool _ownsStop;
    private readonly int _descriptor;
    private QueueClock _clock;
    private long _quietAt;

    /// <param name="clientName">What others see, e.g. "IMPSY".</param>
    /// <param name="stop">
    /// Rung once to end this reader and whatever else was given it; not owned, and not to be cleared. Null: only
    /// <see cref="Stop"/> ends it.
    /// </param>
    /// <exception cref="IOException">The machine has no sequencer, or it may not be used; with what helps.</exception>
    public AlsaSequencer(string clientName, EventFd? stop = null)
    {
        AlsaError.ThrowIfAbsent(Device);
        _control = new AlsaControl($"{clientName} control");
        AlsaHandle? sequencer = null;
        try
        {
            _sequencer = sequencer = AlsaControl.Open(clientName);
            Client = AlsaControl.Check(Native.ClientId(sequencer), "client id");
            AlsaControl.Check(Native.SetClientPoolInput(sequencer, PoolEvents), "input pool");
            int announce = CreatePort("announcements", Native.Capability.Write | Native.Capability.NoExport);
            _translator = new AlsaTranslator((byte)Client, (byte)_control.Client, (byte)announce, (byte)_control.Queue);
            Libc.PollFd poll;
            AlsaControl.Check(Native.PollDescriptors(sequencer, &poll, 1, Libc.PollIn), "descriptor");
            _descriptor = poll.Descriptor;
            AlsaControl.Check(
                Native.ConnectFrom(sequencer, announce, Native.SystemClient, Native.AnnouncePort), "announcements");
            _ownsStop = stop is null;
            _stop = stop ?? new EventFd();
        }
        catch // half a client must not outlive its constructor
        {
            sequencer?.Dispose();
            _control.Dispose();
            throw;
        }
    }

    /// <summary>The number of our client, by which aconnect can find it.</summary>
    public int Client { get; }

    /// <summary>Makes a port that others can see and connect. Before anything is sent.</summary>
    /// <param name="name">What others see, e.g. "IMPSY In".</param>
    /// <returns>Its number, for all that follows.</returns>
    /// <exception cref="IOException">The sequencer has no room for more: 254 ports a client.</exception>
    public int CreatePort(string name, AlsaPortDirection direction) =>
        CreatePort(name, direction == AlsaPortDirection.In ? CanBePlayed : CanBeHeard);

    /// <summary>
    /// The ports of others that can be connected, in the order of their addresses; not the system's, not our own. Not
    /// the sending thread.
    /// </summary>
    public IReadOnlyList<AlsaPort> Ports() => _control.Ports(Client);

    /// <summary>Draws a cable from someone's port to one of ours, if there is none. Not the sending thread.</summary>
    /// <param name="problem">Why it could not be.</param>
    public bool TryConnectFrom(AlsaAddress source, int ownPort, out string? problem) =>
        _control.TryConnect(source, Own(ownPort), out problem);

    /// <summary>Draws a cable from one of our ports to someone's, if there is none. Not the sending thread.</summary>
    /// <param name="problem">Why it could not be.</param>
    public bool TryConnectTo(int ownPort, AlsaAddress destination, out string? problem) =>
        _control.TryConnect(Own(ownPort), destination, out problem);

    /// <summary>Takes a cable away, whoever drew it. Not the sending thread.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DisconnectFrom(AlsaAddress source, int ownPort) => _control.TryDisconnect(source, Own(ownPort));

    /// <summary>Takes a cable away, whoever drew it. Not the sending thread.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DisconnectTo(int ownPort, AlsaAddress destination) => _control.TryDisconnect(Own(ownPort), destination);

    /// <summary>Blocks until something happens or the reader is stopped. One thread.</summary>
    /// <returns>False when stopped, from then on always.</returns>
    /// <exception cref="IOException">The sequencer itself is broken.</exception>
    public bool Read(out AlsaEvent told)
    {
        while (!_stop.IsRung)
        {
            Native.Event* received;
            long before = MonotonicClock.Now();
            int result = Native.EventInput(_sequencer, &received);
            long now = MonotonicClock.Now();
            if (result >= 0)
            {
                if (_clock.IsDue(now))
                    _control.Refresh(ref _clock);
                if (_translator.TryTranslate(*received, _clock, _quietAt, now, out told))
                    return true;
            }
            else if (result == -Libc.Enospc)
            {
                told = new AlsaEvent(AlsaEventKind.Overrun, default, now, default, -1);
                return true;
            }
            else if (result == -Libc.Eagain)
            {
                _quietAt = before;
                Wait();
            }
            else if (result != -Libc.Eintr)
                throw AlsaError.Of("read", result);
        }
        told = default;
        return false;
    }

    /// <summary>
    /// Hands a message to everyone who is connected to one of our ports, at once. One thread, which may be another than
    /// the reading one; never waits for a device.
    /// </summary>
    /// <param name="ownPort">One that goes out.</param>
    /// <param name="message">A channel message.</param>
    /// <returns>
    /// False when it is none, or when someone had no room for it; the others have got it. A port where nobody is
    /// connected takes everything.
    /// </returns>
    public bool TrySend(int ownPort, in MidiMessage message)
    {
        Native.Event sent = new()
        {
            Queue = Native.QueueDirect,
            Source = new Native.Address { Port = (byte)ownPort }, // the kernel fills in the client
            Destination = new Native.Address { Client = Native.ToSubscribers, Port = Native.UnknownPort },
        };
        if (!AlsaMessages.TryWrite(message, ref sent))
            return false;
        int result;
        do
            result = Native.EventOutputDirect(_sequencer, &sent);
        while (result == -Libc.Eintr);
        // Missing: someone has gone this very moment, or wants no messages of this kind.
        return result >= 0 || result == -Libc.Enoent;
    }

    /// <summary>Ends a blocked <see cref="Read"/> and all later ones. Any thread.</summary>
    public void Stop() => _stop.Ring();

    /// <summary>Our ports and cables vanish. Not while a thread reads or sends: stop and join them first.</summary>
    public void Dispose()
    {
        _sequencer.Dispose();
        _control.Dispose();
        if (_ownsStop)
            _stop.Dispose();
    }

    private AlsaAddress Own(int port) => new((byte)Client, (byte)port);

    private int CreatePort(string name, Native.Capability capability)
    {
        nint info;
        AlsaControl.Check(Native.PortInfoMalloc(&info), "port info");
        try
        {
            Native.PortInfoSetName(info, name);
            Native.PortInfoSetCapability(info, (uint)capability);
            Native.PortInfoSetType(info, (uint)(
                Native.PortType.MidiGeneric | Native.PortType.Software | Native.PortType.Application));
            Native.PortInfoSetMidiChannels(info, 16);
            Native.PortInfoSetTimestamping(info, 1);
            Native.PortInfoSetTimestampReal(info, 1);
            Native.PortInfoSetTimestampQueue(info, _control.Queue);
            AlsaControl.Check(Native.CreatePort(_sequencer, info), $"create port '{name}'");
            return Native.PortInfoGetPort(info);
        }
        finally
        {
            Native.PortInfoFree(info);
        }
    }

    private void Wait()
    {
        Libc.PollFd* polls = stackalloc Libc.PollFd[2];
        polls[0] = new Libc.PollFd { Descriptor = _descriptor, Events = Libc.PollIn };
        polls[1] = new Libc.PollFd { Descriptor = _stop.Descriptor, Events = Libc.PollIn };
        if (Libc.Ppoll(polls, 2, null, null) < 0 && Marshal.GetLastPInvokeError() != Libc.Eintr)
            throw LinuxError.Last("ALSA sequencer", "ppoll");
    }
}

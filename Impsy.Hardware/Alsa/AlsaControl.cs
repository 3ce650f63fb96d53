using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Alsa;

/// <summary>
/// The client without ports that looks around, draws cables and owns the clock queue. Any thread; slow, up to some
/// milliseconds for a cable to a USB device, and one thread at a time.
/// </summary>
/// <remarks>
/// A client of its own because the kernel holds one mutex per client throughout every ioctl and every write: were the
/// cables drawn by the client that plays, the performance thread would wait for a device to be opened.
/// </remarks>
internal sealed unsafe class AlsaControl : IDisposable
{
    // Between two ticks the queue tells the time by the kernel's clock. The usual 1000 a second would wake the machine
    // day and night; with the fewest that are granted, 10, the error of a late tick lasts for all of 100 ms.
    private const uint TicksPerSecond = 100;

    private readonly Lock _gate = new();
    private readonly AlsaHandle _sequencer;
    private readonly nint _status;

    internal AlsaControl(string name)
    {
        _sequencer = Open(name);
        try
        {
            Client = Check(Native.ClientId(_sequencer), "client id");
            Queue = Check(Native.AllocNamedQueue(_sequencer, name), "queue");
            MakeTicksRare();
            Check(Native.ControlQueue(_sequencer, Queue, (int)Native.EventType.Start, 0, null), "start queue");
            Check(Native.DrainOutput(_sequencer), "start queue");
            nint status;
            Check(Native.QueueStatusMalloc(&status), "queue status");
            _status = status;
        }
        catch // a half-made client must not outlive its constructor
        {
            _sequencer.Dispose();
            throw;
        }
    }

    internal int Client { get; }

    /// <summary>Runs from the beginning, in real time.</summary>
    internal int Queue { get; }

    /// <summary>Opens the sequencer as a client of that name; nothing of it ever blocks.</summary>
    internal static AlsaHandle Open(string name)
    {
        nint sequencer;
        Check(Native.Open(&sequencer, "default", Native.OpenDuplex, Native.NonBlocking), "open");
        AlsaHandle handle = new(sequencer);
        try
        {
            Check(Native.SetClientName(handle, name), "client name");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return handle;
    }

    internal static int Check(int result, string operation) =>
        result >= 0 ? result : throw AlsaError.Of(operation, result);

    /// <summary>Reads the queue's time, unless another thread is drawing a cable: then there is another time.</summary>
    internal void Refresh(ref QueueClock clock)
    {
        if (!_gate.TryEnter())
            return;
        try
        {
            long before = MonotonicClock.Now();
            int result = Native.GetQueueStatus(_sequencer, Queue, _status);
            long after = MonotonicClock.Now();
            if (result < 0)
                return; // stamps go on by the old offset
            Native.RealTime time = *Native.QueueStatusGetRealTime(_status);
            clock.Update(before, time.Seconds * 1_000_000_000L + time.Nanoseconds, after);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>All ports that others may connect, in the order of their addresses.</summary>
    /// <param name="own">The other client of ours, whose ports are left out too.</param>
    internal List<AlsaPort> Ports(int own)
    {
        List<AlsaPort> ports = [];
        nint client = 0;
        nint port = 0;
        try
        {
            Check(Native.ClientInfoMalloc(&client), "client info");
            Check(Native.PortInfoMalloc(&port), "port info");
            lock (_gate)
            {
                Native.ClientInfoSetClient(client, -1);
                while (Native.QueryNextClient(_sequencer, client) >= 0)
                {
                    int number = Native.ClientInfoGetClient(client);
                    if (number != Native.SystemClient && number != Client && number != own)
                        AddPorts(ports, number, Text(Native.ClientInfoGetName(client)), port);
                }
            }
        }
        finally
        {
            if (client != 0)
                Native.ClientInfoFree(client);
            if (port != 0)
                Native.PortInfoFree(port);
        }
        return ports;
    }

    internal bool TryConnect(AlsaAddress sender, AlsaAddress receiver, out string? problem)
    {
        int result = WithCable(sender, receiver, cable =>
        {
            int subscribed = Native.SubscribePort(_sequencer, cable);
            // Busy is said of a cable that is there already, and of a port that someone has for himself.
            return subscribed == -Libc.Ebusy && Native.GetPortSubscription(_sequencer, cable) >= 0 ? 0 : subscribed;
        });
        problem = result >= 0 ? null : $"{sender} to {receiver}: " + result switch
        {
            -Libc.Einval or -Libc.Enxio or -Libc.Enoent or -Libc.Enodev => "one of them is no longer there",
            -Libc.Ebusy => "another program has the port for itself",
            _ => AlsaError.Text(result),
        };
        return result >= 0;
    }

    /// <returns>Whether there was such a cable.</returns>
    internal bool TryDisconnect(AlsaAddress sender, AlsaAddress receiver) =>
        WithCable(sender, receiver, cable => Native.UnsubscribePort(_sequencer, cable)) >= 0;

    public void Dispose()
    {
        _sequencer.Dispose();
        Native.QueueStatusFree(_status);
    }

    // Nothing is ever played by this queue.
    private void MakeTicksRare()
    {
        nint timer;
        Check(Native.QueueTimerMalloc(&timer), "queue timer");
        try
        {
            if (Native.GetQueueTimer(_sequencer, Queue, timer) < 0)
                return; // it goes without
            Native.QueueTimerSetResolution(timer, TicksPerSecond);
            _ = Native.SetQueueTimer(_sequencer, Queue, timer);
        }
        finally
        {
            Native.QueueTimerFree(timer);
        }
    }

    private void AddPorts(List<AlsaPort> ports, int client, string clientName, nint info)
    {
        Native.PortInfoSetClient(info, client);
        Native.PortInfoSetPort(info, -1);
        while (Native.QueryNextPort(_sequencer, info) >= 0)
        {
            Native.Capability can = (Native.Capability)Native.PortInfoGetCapability(info);
            const Native.Capability Hidden =
                Native.Capability.NoExport | Native.Capability.Inactive | Native.Capability.UmpEndpoint;
            bool isReadable = can.HasFlag(Native.Capability.Read | Native.Capability.SubscribeRead);
            bool isWritable = can.HasFlag(Native.Capability.Write | Native.Capability.SubscribeWrite);
            if ((can & Hidden) != 0 || !(isReadable || isWritable))
                continue;
            bool isHardware = ((Native.PortType)Native.PortInfoGetType(info)).HasFlag(Native.PortType.Hardware);
            ports.Add(new AlsaPort(
                new AlsaAddress((byte)client, (byte)Native.PortInfoGetPort(info)),
                clientName,
                Text(Native.PortInfoGetName(info)),
                isHardware ? AlsaPortKind.Hardware : AlsaPortKind.Software,
                isReadable,
                isWritable));
        }
    }

    private int WithCable(AlsaAddress sender, AlsaAddress receiver, Func<nint, int> action)
    {
        nint cable;
        Check(Native.PortSubscribeMalloc(&cable), "subscription");
        try
        {
            Native.Address from = new() { Client = sender.Client, Port = sender.Port };
            Native.Address to = new() { Client = receiver.Client, Port = receiver.Port };
            Native.PortSubscribeSetSender(cable, &from);
            Native.PortSubscribeSetDestination(cable, &to);
            lock (_gate)
                return action(cable);
        }
        finally
        {
            Native.PortSubscribeFree(cable);
        }
    }

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}

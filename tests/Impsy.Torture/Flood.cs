using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Impsy.Torture;

/// <summary>Sends packets from several threads and ports at once, until it is disposed of.</summary>
internal sealed class Flood : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile bool _stopping;
    private long _sent;

    /// <param name="packets">Sent in turn.</param>
    /// <param name="perSecond">Of all senders together; as many as the machine can when that is less.</param>
    public Flood(TestStage stage, byte[][] packets, int senders, int perSecond)
    {
        SocketAddress target = new IPEndPoint(IPAddress.Loopback, stage.InPort).Serialize();
        _threads = [.. Enumerable.Range(0, senders).Select(
            sender => new Thread(() => Send(target, packets, first: sender * 7, perSecond / senders)) { IsBackground = true })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    public long Sent => Interlocked.Read(ref _sent);

    public double PerSecond => Sent / _watch.Elapsed.TotalSeconds;

    public void Dispose()
    {
        _stopping = true;
        foreach (Thread thread in _threads)
            thread.Join();
        _watch.Stop();
    }

    private void Send(SocketAddress target, byte[][] packets, int first, int perSecond)
    {
        const int Batch = 64;
        using UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        Stopwatch watch = Stopwatch.StartNew();
        for (long sent = 0; !_stopping; sent += Batch)
        {
            for (int i = 0; i < Batch; i++)
                socket.Client.SendTo(packets[(first + sent + i) % packets.Length], SocketFlags.None, target);
            Interlocked.Add(ref _sent, Batch);
            while (!_stopping && sent > perSecond * watch.Elapsed.TotalSeconds)
                Thread.Sleep(0);
        }
    }
}

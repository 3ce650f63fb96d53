using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Impsy.Hardware.Osc;

namespace Impsy.Benchmarks.Driving;

/// <summary>
/// The player's side of an instrument: one socket that sends inputs and commands and hears predictions and status. One
/// thread, which may poll it without a pause; hearing a prediction and sending an input allocate nothing.
/// </summary>
internal sealed class OscDriver : IDisposable
{
    private const int QueueBytes = 4 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly OscFloatMessage _input;
    private readonly byte[] _buffer = new byte[65_536];
    private readonly float[] _heard;
    private SocketAddress? _instrument;

    /// <param name="controls">D-1.</param>
    public OscDriver(int controls)
    {
        _socket.ReceiveBufferSize = QueueBytes;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _input = new OscFloatMessage("/interface", controls);
        _heard = new float[controls];
    }

    /// <summary>Where the instrument shall send its predictions.</summary>
    public int Port { get; }

    /// <summary>Predictions heard.</summary>
    public long Predictions { get; private set; }

    /// <summary>(D-1) the prediction heard last.</summary>
    public ReadOnlySpan<float> Heard => _heard;

    /// <summary>The newest answer to /impsy/status, or null.</summary>
    public StatusReply? Status { get; private set; }

    /// <summary>Where to send.</summary>
    public void Connect(int instrumentPort) =>
        _instrument = new IPEndPoint(IPAddress.Loopback, instrumentPort).Serialize();

    public void Play(ReadOnlySpan<float> controls) => Send(_input.With(controls));

    public void Command(string address, float value)
    {
        Span<byte> buffer = stackalloc byte[64];
        OscWriter writer = new(buffer, Encoding.UTF8.GetBytes(address), "f"u8);
        writer.WriteFloat(value);
        Finish(writer, buffer);
    }

    public void Command(string address, string value)
    {
        Span<byte> buffer = stackalloc byte[256];
        OscWriter writer = new(buffer, Encoding.UTF8.GetBytes(address), "s"u8);
        writer.WriteString(value);
        Finish(writer, buffer);
    }

    public void Command(string address)
    {
        Span<byte> buffer = stackalloc byte[64];
        Finish(new OscWriter(buffer, Encoding.UTF8.GetBytes(address), []), buffer);
    }

    /// <summary>Takes one message, if there is one; never waits.</summary>
    /// <returns>Whether it was a prediction.</returns>
    public bool TryHearPrediction()
    {
        if (_socket.Available == 0)
            return false;
        int length;
        try
        {
            length = _socket.Receive(_buffer);
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false; // what was sent before the instrument listened
        }
        if (OscReader.TryOpen(_buffer.AsSpan(0, length), out OscReader message) != OscError.None)
            throw new InvalidDataException("the instrument has sent something that is not OSC");
        if (message.Address.SequenceEqual("/impsy/status"u8))
        {
            Status = StatusReply.Read(ref message);
            return false;
        }
        if (message.TryReadFloats(_heard, out int count) != OscError.None || count != _heard.Length)
            throw new InvalidDataException($"a prediction of {count} numbers");
        Predictions++;
        return true;
    }

    /// <summary>Takes whatever has come within some time; sleeps in between.</summary>
    public void HearFor(TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            if (_socket.Poll(TimeSpan.FromMilliseconds(1), SelectMode.SelectRead))
                TryHearPrediction();
        }
    }

    /// <summary>Asks /impsy/status, waits for the answer, and takes the predictions that come meanwhile.</summary>
    public StatusReply AskStatus()
    {
        Status = null;
        Command("/impsy/status");
        Stopwatch watch = Stopwatch.StartNew();
        while (Status is null)
        {
            HearFor(TimeSpan.FromMilliseconds(1));
            if (watch.Elapsed > s_patience)
                throw new TimeoutException("no answer to /impsy/status");
        }
        return Status;
    }

    public void Dispose() => _socket.Dispose();

    private void Finish(OscWriter writer, Span<byte> buffer)
    {
        if (!writer.TryFinish(out int length))
            throw new ArgumentException("does not fit into a message");
        Send(buffer[..length]);
    }

    private void Send(ReadOnlySpan<byte> packet) =>
        _socket.SendTo(packet, SocketFlags.None, _instrument ?? throw new InvalidOperationException("not connected"));
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Impsy.Hardware.Osc;

namespace Impsy.TestSupport;

/// <summary>The player's side: sends inputs and commands, and keeps every message that comes back with its time.</summary>
public sealed class OscPeer : IDisposable
{
    private readonly UdpClient _socket;
    private readonly IPEndPoint _instrument;
    private readonly Thread _listener;
    private readonly List<Reply> _replies = [];
    private Reply? _lastAnswer;
    private int _answers;
    private int _predictions;

    public OscPeer(TestStage stage)
        : this(stage, new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)), IPAddress.Loopback)
    {
    }

    /// <param name="socket">Bound already, wherever it is. Owned from now on.</param>
    /// <param name="instrument">Where the instrument listens.</param>
    public OscPeer(TestStage stage, UdpClient socket, IPAddress instrument)
    {
        _socket = socket;
        _socket.Client.ReceiveBufferSize = 4 << 20;
        _instrument = new IPEndPoint(instrument, stage.InPort);
        stage.OutPort = ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;
        _listener = new Thread(Listen) { IsBackground = true };
        _listener.Start();
    }

    /// <param name="Time">Stopwatch ticks.</param>
    public sealed record Reply(long Time, string Address, object[] Arguments);

    public IReadOnlyList<Reply> Replies
    {
        get
        {
            lock (_replies)
                return [.. _replies];
        }
    }

    public IReadOnlyList<Reply> Predictions => [.. Replies.Where(r => r.Address == "/prediction")];

    /// <summary>How many there are of them: cheap, however many.</summary>
    public int PredictionCount => Volatile.Read(ref _predictions);

    public void Play(params float[] controls)
    {
        Span<byte> buffer = stackalloc byte[512];
        if (!OscWriter.TryWriteFloats(buffer, "/interface"u8, controls, out int length))
            throw new InvalidOperationException("does not fit");
        Send(buffer[..length]);
    }

    /// <summary>A gesture that moves the eight controls.</summary>
    public void PlayStep(int step) => Play([.. Enumerable.Range(0, 8).Select(i => (step * (i + 1) % 128) / 127f)]);

    /// <param name="arguments">Strings, floats and ints.</param>
    public void Command(string address, params object[] arguments) => Send(Message(address, arguments));

    /// <param name="arguments">Strings, floats and ints.</param>
    public static byte[] Message(string address, params object[] arguments)
    {
        string tags = string.Concat(arguments.Select(a => a is string ? 's' : a is float ? 'f' : 'i'));
        byte[] buffer = new byte[1024];
        OscWriter writer = new(buffer, Encoding.UTF8.GetBytes(address), Encoding.UTF8.GetBytes(tags));
        foreach (object value in arguments)
        {
            switch (value)
            {
                case string text: writer.WriteString(text); break;
                case float number: writer.WriteFloat(number); break;
                case int number: writer.WriteInt(number); break;
            }
        }
        if (!writer.TryFinish(out int length))
            throw new InvalidOperationException("does not fit");
        return buffer[..length];
    }

    public void Send(ReadOnlySpan<byte> packet) => _socket.Client.SendTo(packet, _instrument);

    /// <summary>Asks /impsy/status and waits for the answer.</summary>
    public Status AskStatus() =>
        TryAskStatus(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("no answer to /impsy/status");

    /// <summary>Asks /impsy/status once.</summary>
    /// <returns>Null when no answer comes in time.</returns>
    public Status? TryAskStatus(TimeSpan patience)
    {
        int before = Volatile.Read(ref _answers);
        Command("/impsy/status");
        Stopwatch watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _answers) == before)
        {
            if (watch.Elapsed > patience)
                return null;
            Thread.Sleep(watch.ElapsedMilliseconds < 1 ? 0 : 1);
        }
        object[] a = Volatile.Read(ref _lastAnswer)!.Arguments;
        return new Status((string)a[0], (int)a[1] != 0, (string)a[3], (float)a[5], (float)a[7], (float)a[8],
            (int)a[9], (int)a[10], (int)a[11], (int)a[16], (int)a[17]);
    }

    /// <summary>What /impsy/status says.</summary>
    public sealed record Status(
        string Mode, bool Paused, string Model, float Sigma, float Timescale, float Threshold,
        int Inputs, int Predictions, int Refused, int Stalls, int Collections);

    public void Dispose()
    {
        _socket.Dispose();
        _listener.Join();
    }

    private void Listen()
    {
        Socket socket = _socket.Client; // which the property forgets when it is disposed
        byte[] buffer = new byte[65_536];
        while (true)
        {
            int length;
            try
            {
                length = socket.Receive(buffer);
            }
            catch (Exception e) when (e is SocketException { SocketErrorCode: not SocketError.ConnectionRefused } or ObjectDisposedException)
            {
                return; // disposed
            }
            catch (SocketException)
            {
                continue; // an answer that nobody was there for: the instrument had ended
            }
            Reply reply = Decode(buffer.AsSpan(0, length));
            lock (_replies)
                _replies.Add(reply);
            if (reply.Address == "/prediction")
            {
                Interlocked.Increment(ref _predictions);
            }
            else if (reply.Address == "/impsy/status")
            {
                Volatile.Write(ref _lastAnswer, reply);
                Interlocked.Increment(ref _answers);
            }
        }
    }

    private static Reply Decode(ReadOnlySpan<byte> packet)
    {
        long time = Stopwatch.GetTimestamp();
        if (OscReader.TryOpen(packet, out OscReader reader) != OscError.None)
            return new Reply(time, "malformed", []);
        List<object> arguments = [];
        while (reader.NextTag != 0)
        {
            switch ((char)reader.NextTag)
            {
                case 's':
                    reader.TryReadString(out ReadOnlySpan<byte> text);
                    arguments.Add(Encoding.UTF8.GetString(text));
                    break;
                case 'i':
                    reader.TryReadInt(out int number);
                    arguments.Add(number);
                    break;
                default:
                    reader.TryReadFloat(out float value);
                    arguments.Add(value);
                    break;
            }
        }
        return new Reply(time, Encoding.UTF8.GetString(reader.Address), [.. arguments]);
    }
}

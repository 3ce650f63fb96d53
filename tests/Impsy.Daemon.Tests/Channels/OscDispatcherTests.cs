using System.Net;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Tests.Timing;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.Hardware.Osc;
using Impsy.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Tests.Channels;

public sealed class OscDispatcherTests : IDisposable
{
    private readonly EventFd _bell = new();
    private readonly InputQueue _inputs;
    private readonly CommandQueue _commands;
    private readonly InteractionEngine _engine;
    private readonly TimingLoop _loop;
    private readonly ModelLoader _models;
    private readonly OscDispatcher _dispatcher;
    private readonly UdpReceiver _port = new(IPAddress.Loopback, 0);

    public OscDispatcherTests()
    {
        _inputs = new InputQueue(_bell);
        _commands = new CommandQueue(_bell);
        _models = new ModelLoader("/nowhere", 3, _commands, NullLogger.Instance);
        EngineSettings settings = new(InteractionMode.UserOnly, Threshold: 0.1f);
        _engine = new InteractionEngine(3, new ScriptedPredictor(3, 1), settings, new RecordingPerformer());
        _loop = new TimingLoop(_engine, [_inputs], _commands, _bell);
        _dispatcher = new OscDispatcher(2, _inputs, _commands, _models, new InstrumentStatus(_loop, _models));
    }

    public void Dispose()
    {
        _port.Dispose();
        _models.Dispose();
        _bell.Dispose();
    }

    [Fact]
    public void An_interface_message_becomes_an_input_with_its_stamp_clipped_to_0_and_1()
    {
        Send(42, Message("/interface", -0.5f, 7));
        Assert.True(_inputs.TryPeek());
        PlayerInput input = _inputs.Head;
        Assert.Equal((42, 2, 0b11UL, 0f, 1f), (input.Time, input.Length, input.Sent, input.Values[0], input.Values[1]));
        Assert.Equal("", _dispatcher.Refused.ToString());
    }

    [Fact]
    public void Every_command_reaches_the_engine()
    {
        Send(0, Message("/impsy/mode", "battle"));
        Send(0, Message("/impsy/pause", 1));
        Send(0, Message("/impsy/sigmatemp", 0.5f));
        Send(0, Message("/impsy/pitemp", 2));
        Send(0, Message("/impsy/timescale", 3f));
        Send(0, Message("/impsy/threshold", 4f));
        Send(0, Message("/impsy/reset"));
        Send(0, [.. "/impsy/reset\0\0\0\0"u8]); // as old senders do, without type tags
        _loop.Turn();
        Assert.Equal(
            (InteractionMode.Battle, true, 0.5f, 2f, 3f, 4f),
            (_engine.Mode, _engine.Paused, _engine.Temperatures.Sigma, _engine.Temperatures.Pi, _engine.Timescale, _engine.Threshold));
        Assert.Equal((8, 0), (_dispatcher.Messages, _dispatcher.Refused.Total));
    }

    public static TheoryData<byte[], string> Refusals() => new()
    {
        { Message("/interface", 0.5f), "WrongLength 1" },
        { Message("/interface", 0.5f, 0.5f, 0.5f), "WrongLength 1" },
        { Message("/interface", float.NaN, 0.5f), "NotFinite 1" },
        { Message("/interface", float.PositiveInfinity, 0.5f), "NotFinite 1" },
        { Message("/interface", "a", "b"), "Malformed 1" },
        { Message("/impsy/mode", "loud"), "BadArgument 1" },
        { Message("/impsy/mode"), "BadArgument 1" },
        { Message("/impsy/mode", 3), "BadArgument 1" },
        { Message("/impsy/pitemp", -1f), "BadArgument 1" },
        { Message("/impsy/sigmatemp", 10.5f), "BadArgument 1" },
        { Message("/impsy/sigmatemp", float.NaN), "BadArgument 1" },
        { Message("/impsy/timescale", -1f), "BadArgument 1" },
        { Message("/impsy/threshold", "x"), "BadArgument 1" },
        { Message("/impsy/pause"), "BadArgument 1" },
        { Message("/impsy/model", ""), "BadArgument 1" },
        { Message("/impsy/unknown", 1), "UnknownAddress 1" },
        { Message("/interfac", 1f, 1f), "UnknownAddress 1" },
        { [1, 2, 3], "Malformed 1" },
        { [.. "/interface"u8], "Malformed 1" },
        { [], "Malformed 1" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_not_right_is_counted_by_kind_and_changes_nothing(byte[] packet, string expected)
    {
        Send(0, packet);
        _loop.Turn();
        Assert.Equal(expected, _dispatcher.Refused.ToString());
        Assert.False(_inputs.TryPeek());
        Assert.Equal(
            (InteractionMode.UserOnly, false, 1f, 1f, 1f, 0.1f),
            (_engine.Mode, _engine.Paused, _engine.Temperatures.Sigma, _engine.Temperatures.Pi, _engine.Timescale, _engine.Threshold));
    }

    [Fact]
    public void A_bundle_is_taken_in_its_order_and_a_bad_message_in_it_costs_only_itself()
    {
        byte[] bundle =
        [
            .. "#bundle\0"u8, 0, 0, 0, 0, 0, 0, 0, 1,
            .. Element(Message("/interface", 0.25f, 0.5f)),
            .. Element(Message("/interface", 0.25f)),
            .. Element(Message("/interface", 0.75f, 0.5f)),
        ];
        Send(7, bundle);
        List<float> first = [];
        for (; _inputs.TryPeek(); _inputs.Advance())
            first.Add(_inputs.Head.Values[0]);
        Assert.Equal([0.25f, 0.75f], first);
        Assert.Equal("WrongLength 1", _dispatcher.Refused.ToString());
    }

    [Fact]
    public void A_pattern_that_matches_is_an_address_too()
    {
        Send(0, Message("/impsy/time*", 3f));
        Send(0, Message("/{interface,other}", 0.5f, 0.5f));
        _loop.Turn();
        Assert.Equal((3f, 1), (_engine.Timescale, _engine.InputCount));
    }

    [Fact]
    public void A_packet_costs_no_allocation()
    {
        byte[][] packets =
        [
            Message("/interface", 0.5f, 0.5f), Message("/impsy/timescale", 1f), Message("/interface", 0.5f), [1, 2, 3],
        ];
        int time = 0;
        Turns(1000); // what is made once is made
        Assert.Equal(0, Allocations.Of(() => Turns(10_000)));

        void Turns(int count)
        {
            for (int end = time + count; time < end; time++)
            {
                foreach (byte[] packet in packets)
                    Send(time, packet);
                while (_inputs.TryPeek())
                    _inputs.Advance();
                _commands.Drain(_engine, time);
            }
        }
    }

    private void Send(long stamp, byte[] packet) => _dispatcher.Dispatch(packet, stamp, default, _port);

    private static byte[] Element(byte[] message) =>
        [.. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length)), .. message];

    private static byte[] Message(string address, params object[] arguments)
    {
        string tags = string.Concat(arguments.Select(a => a is string ? 's' : a is float ? 'f' : 'i'));
        byte[] buffer = new byte[256];
        OscWriter writer = new(buffer, System.Text.Encoding.UTF8.GetBytes(address), System.Text.Encoding.UTF8.GetBytes(tags));
        foreach (object value in arguments)
        {
            switch (value)
            {
                case string text: writer.WriteString(text); break;
                case float number: writer.WriteFloat(number); break;
                case int number: writer.WriteInt(number); break;
            }
        }
        Assert.True(writer.TryFinish(out int length));
        return buffer[..length];
    }
}

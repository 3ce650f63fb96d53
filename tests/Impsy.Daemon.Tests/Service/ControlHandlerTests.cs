using System.Text;
using System.Text.Json;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Service;
using Impsy.Daemon.Tests.Engine;
using Impsy.Daemon.Tests.Timing;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Tests.Service;

public sealed class ControlHandlerTests : IDisposable
{
    private const string Accepted = "{\"ok\":true}\n";

    private readonly EventFd _bell = new();
    private readonly InteractionEngine _engine;
    private readonly CommandQueue _commands;
    private readonly ModelLoader _models;
    private readonly ControlHandler _handler;
    private readonly byte[] _reply = new byte[UnixLineServer.LongestReply];
    private readonly InputTap[] _taps = [new(new HeardPort(HeardPortKind.SerialMidi, "/dev/ttyAMA0"))];
    private int _reloads;

    public ControlHandlerTests()
    {
        _commands = new CommandQueue(_bell);
        _models = new ModelLoader("/nowhere", 3, _commands, NullLogger.Instance);
        EngineSettings settings = new(InteractionMode.UserOnly, Threshold: 0.1f);
        _engine = new InteractionEngine(3, new ScriptedPredictor(3, 1), settings, new RecordingPerformer());
        InstrumentStatus status = new(new TimingLoop(_engine, [], _commands, _bell), _models);
        _handler = new ControlHandler(_commands, _models, new StatusReport(status), new LearnReport(() => _taps), () => _reloads++);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _models.Dispose();
        _bell.Dispose();
    }

    [Theory]
    [InlineData("\"mode\",\"value\":\"battle\"")]
    [InlineData("\"sigmatemp\",\"value\":0.5")]
    [InlineData("\"pitemp\",\"value\":0")]
    [InlineData("\"timescale\",\"value\":1e2")]
    [InlineData("\"threshold\",\"value\":60,\"comment\":{\"a\":[1,2]}")]
    [InlineData("\"pause\",\"value\":true")]
    [InlineData("\"pause\",\"value\":1")]
    [InlineData("\"reset\"")]
    public void A_command_reaches_the_engine(string rest)
    {
        Assert.Equal(Accepted, Answer($"{{\"command\":{rest}}}"));
        EngineSettings before = _engine.Settings;
        bool wasPaused = _engine.Paused;
        _commands.Drain(_engine, 0);
        Assert.NotEqual(rest != "\"reset\"", before == _engine.Settings && wasPaused == _engine.Paused);
    }

    [Fact]
    public void The_members_may_come_in_any_order_and_a_reload_is_asked_for()
    {
        Assert.Equal(Accepted, Answer(" { \"value\" : \"battle\" , \"command\" : \"mode\" } "));
        Assert.Equal(Accepted, Answer("{\"command\":\"reload\"}"));
        Assert.Equal(1, _reloads);
    }

    [Theory]
    [InlineData("", "expected a JSON object")]
    [InlineData("5", "expected a JSON object")]
    [InlineData("[\"command\"]", "expected a JSON object")]
    [InlineData("{\"command\":\"status\"", "expected a JSON object: ")]
    [InlineData("{\"command\":\"status\"}{", "expected a JSON object: ")]
    [InlineData("{}", "command: expected status, mode, ")]
    [InlineData("{\"command\":\"\"}", "command: expected status, mode, ")]
    [InlineData("{\"command\":[\"mode\"]}", "command: expected status, mode, ")]
    [InlineData("{\"command\":\"dance\"}", "found 'dance'")]
    [InlineData("{\"command\":\"mode\"}", "mode: expected callresponse, ")]
    [InlineData("{\"command\":\"mode\",\"value\":3}", "mode: expected callresponse, ")]
    [InlineData("{\"command\":\"pause\"}", "pause: expected true or false")]
    [InlineData("{\"command\":\"pause\",\"value\":2}", "pause: expected true or false")]
    [InlineData("{\"command\":\"sigmatemp\",\"value\":\"0.5\"}", "sigmatemp: expected a number 0..10")]
    [InlineData("{\"command\":\"pitemp\",\"value\":10.001}", "pitemp: expected a number 0..10")]
    [InlineData("{\"command\":\"timescale\",\"value\":-1}", "timescale: expected a number 0..100")]
    [InlineData("{\"command\":\"threshold\",\"value\":1e999}", "threshold: expected a number 0..60")]
    [InlineData("{\"command\":\"model\",\"value\":\"../x\"}", "model: expected the name of a file among the models")]
    [InlineData("{\"command\":\"model\"}", "model: expected the name of a file among the models")]
    [InlineData("{\"command\":\"learn\",\"value\":-1}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"learn\",\"value\":0.5}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"learn\",\"value\":1e300}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"learn\",\"value\":\"0\"}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"learn\",\"value\":true}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"learn\",\"value\":[0]}", "learn: expected the cursor of the last answer, or nothing")]
    [InlineData("{\"command\":\"\\ud800\"}", "expected a JSON object: ")]
    public void A_line_that_is_no_command_is_told_what_was_expected_and_changes_nothing(string line, string part)
    {
        JsonElement answer = JsonDocument.Parse(Answer(line)).RootElement;
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.Contains(part, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        EngineSettings before = _engine.Settings;
        _commands.Drain(_engine, 0);
        Assert.Equal(before, _engine.Settings);
        Assert.False(_taps[0].IsOpen(MonotonicClock.Now()));
    }

    [Fact]
    public void Every_truncation_and_a_hundred_thousand_random_lines_have_an_answer_of_one_line()
    {
        byte[] whole = "{\"command\":\"timescale\",\"value\":1.5,\"x\":[true,null,\"\\u00e9\"]}"u8.ToArray();
        for (int length = 0; length < whole.Length; length++)
            AssertOneLine(whole.AsSpan(0, length));
        Random random = new(5);
        byte[] line = new byte[64];
        for (int i = 0; i < 100_000; i++)
        {
            whole.CopyTo(line, 0);
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                line[random.Next(whole.Length)] = (byte)random.Next(256);
            AssertOneLine(line.AsSpan(0, whole.Length));
        }
    }

    [Fact]
    public void The_status_is_one_line_of_JSON_and_allocates_nothing()
    {
        JsonElement status = JsonDocument.Parse(Answer("{\"command\":\"status\"}")).RootElement;
        Assert.Equal("useronly", status.GetProperty("mode").GetString());
        Assert.Equal(0.1, status.GetProperty("threshold").GetDouble()); // the float's own digits
        byte[] line = "{\"command\":\"status\"}"u8.ToArray();
        for (int i = 0; i < 100; i++)
            _handler.Answer(line, _reply);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            _handler.Answer(line, _reply);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000); // the word "status", each time
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"value\":null")]
    [InlineData(",\"value\":0")]
    public void Who_learns_is_told_what_is_heard_from_then_on(string value)
    {
        JsonElement answer = JsonDocument.Parse(Answer($"{{\"command\":\"learn\"{value}}}")).RootElement;
        Assert.Equal("/dev/ttyAMA0", answer.GetProperty("ports")[0].GetProperty("path").GetString());
        Assert.Equal(0, answer.GetProperty("cursor").GetInt64());
        Assert.True(_taps[0].IsOpen(MonotonicClock.Now()));
    }

    private void AssertOneLine(ReadOnlySpan<byte> line)
    {
        int length = _handler.Answer(line, _reply);
        Assert.True(length > 1 && _reply.AsSpan(0, length).IndexOf((byte)'\n') == length - 1,
            Encoding.UTF8.GetString(line));
        _commands.Drain(_engine, 0);
    }

    private string Answer(string line) =>
        Encoding.UTF8.GetString(_reply, 0, _handler.Answer(Encoding.UTF8.GetBytes(line), _reply));
}

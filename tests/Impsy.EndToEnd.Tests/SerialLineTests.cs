using System.Globalization;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>Lines of numbers over a serial line, with a pseudo-terminal for the wire.</summary>
public sealed class SerialLineTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PseudoTerminal _wire = new();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData("callresponse")]
    [InlineData("polyphony")]
    [InlineData("filter")]
    [InlineData("battle")]
    [InlineData("useronly")]
    public void Bug_1_lines_are_heard_and_logged_in_every_mode(string mode)
    {
        using TestStage stage = Stage(mode);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 50; i++)
            _wire.Write(Encoding.ASCII.GetBytes(Line(i) + (i % 2 == 0 ? "\n" : "\r\n")));
        Wait.Until(() => player.AskStatus().Inputs == 50, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.Equal(50, stage.LogLines().Count(line => line.Contains(",interface,", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bug_14_lines_are_passed_on_and_predictions_come_back_as_lines_of_four_decimals()
    {
        using TestStage stage = Stage("useronly", "input_thru = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        _wire.Write("0,0.125,0.25,0.5,0.75,1,1.5,-1\n"u8);
        string heard = Encoding.ASCII.GetString(_wire.Read(56));
        Assert.Equal("0.0000,0.1250,0.2500,0.5000,0.7500,1.0000,1.0000,0.0000\n", heard);
        Wait.Until(() => player.PredictionCount == 1, s_patience, () => "nothing by OSC");
    }

    [Fact]
    public void Garbage_is_no_event_and_ends_nothing()
    {
        using TestStage stage = Stage("polyphony");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        _wire.Write("1,2\n\n,,,,,,,\nnan,0,0,0,0,0,0,0\ninf,0,0,0,0,0,0,0\nabc\n\0\xff\n"u8);
        _wire.Write(Encoding.ASCII.GetBytes(new string('7', 10_000) + "\n"));
        _wire.Write(Encoding.ASCII.GetBytes(Line(3) + "\n"));
        Wait.Until(() => player.AskStatus().Inputs == 1, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.True(instrument.IsAlive);
    }

    [Fact]
    public void Unplugged_and_plugged_in_again_it_goes_on_and_the_rest_never_stops()
    {
        using TestStage stage = Stage("battle", "autostart = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        _wire.Read(100);
        _wire.HangUp();
        File.Delete(stage.Link!);
        instrument.WaitForOutput("is gone; waiting for it to come back");
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount > before + 20, s_patience, () => "the OSC has stopped (bug 4)");
        using PseudoTerminal again = new();
        again.LinkAs(stage.Link!);
        string text = Encoding.ASCII.GetString(again.Read(300));
        string[] lines = text.Split('\n')[1..^1];
        Assert.All(lines, line => Assert.Equal(8, line.Split(',').Length));
        Assert.Equal(1, instrument.CountOutput("is gone; waiting for it to come back"));
    }

    [Fact]
    public void Events_of_OSC_serial_and_MIDI_merge_by_their_times()
    {
        using PseudoTerminal midi = new();
        using TestStage stage = Stage("useronly", more: $"""
            [serialmidi]
            port = "{midi.SlavePath}"
            input = [["control_change", 1, 1], [], [], [], [], [], [], []]
            """);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 1; i <= 60; i++)
        {
            switch (i % 3)
            {
                case 0: player.Play([.. Enumerable.Repeat(i / 127f, 8)]); break;
                case 1: _wire.Write(Encoding.ASCII.GetBytes(Line(i) + "\n")); break;
                default: midi.Write(0xB0, 1, (byte)i); break;
            }
            Thread.Sleep(20);
        }
        Wait.Until(() => player.AskStatus().Inputs == 60, s_patience, () => $"{player.AskStatus().Inputs} inputs");
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        IEnumerable<int> heard = stage.LogLines().Select(line => (int)Math.Round(
            double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) * 127));
        Assert.Equal(Enumerable.Range(1, 60), heard);
    }

    [Fact]
    public void A_slow_wire_gets_whole_lines_and_the_newest_last()
    {
        using TestStage stage = Stage("useronly", "input_thru = true");
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 1; i <= 3000; i++) // 168 KB, and the terminal holds 4
        {
            player.Play([.. Enumerable.Repeat(i / 3000f, 8)]);
            if (i % 20 == 0)
                Thread.Sleep(1);
        }
        Wait.Until(() => player.PredictionCount == 3000, s_patience, () => $"{player.PredictionCount} by OSC");
        StringBuilder text = new();
        Wait.Until(
            () => text.Append(Encoding.ASCII.GetString(_wire.ReadAvailable())).ToString().EndsWith("1.0000\n"),
            s_patience, () => $"the last line did not come: {text.Length} bytes");
        string[] lines = text.ToString().Split('\n')[..^1];
        Assert.All(lines, line => Assert.Equal(8, line.Split(',').Length));
        Assert.InRange(lines.Length, 2, 1000);
    }

    private static string Line(int step) => string.Join(',', Enumerable.Range(0, 8).Select(
        i => ((step * (i + 1) % 128) / 127f).ToString("0.0000", CultureInfo.InvariantCulture)));

    private TestStage Stage(string mode, string interaction = "", string more = "")
    {
        string name = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        _wire.LinkAs(name);
        return new TestStage
        {
            Mode = mode,
            Interaction = interaction,
            Link = name,
            More = $"[serial]\nport = \"{name}\"\n{more}",
        };
    }
}

using System.Net;
using System.Text;
using Impsy.Daemon.Config;

namespace Impsy.Daemon.Tests.Config;

public class ChannelConfigTests
{
    [Fact]
    public void Hosts_are_IPv4_IPv6_or_names_and_nothing_that_only_looks_like_one()
    {
        string[] good =
        [
            "127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%2", "localhost", "host.docker.internal", "impsy_pi.local",
            "example.org.", "3com.example",
        ];
        string[] bad =
        [
            "", ".", "10.1", "1.2.3.4.5", "010.0.0.1", "256.0.0.1", "[::1]", "::1::", "a b", "-a.local", "a..b",
            "http://a", "localhost:6000", new('a', 64),
        ];
        Assert.Equal(good, good.Concat(bad).Where(AddressText.IsHost));
    }

    [Fact]
    public void Networks_are_prefixes_or_single_addresses()
    {
        string[] good = ["192.168.0.0/16", "10.0.0.1", "fe80::/10", "::1", "0.0.0.0/0", "::/0", "10.0.0.1/32"];
        string[] bad =
        [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10/8", "10.0.0.0/8/8", "localhost", "fe80::/129",
            "fe80::1%2", "10.0.0.0/ 8", "10.0.0.0/+8",
        ];
        Assert.Equal(good, good.Concat(bad).Where(text => AddressText.TryParseNetwork(text, out _)));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("192.168.255.255/17", "192.168.128.0/17")]
    [InlineData("1.2.3.4/0", "0.0.0.0/0")]
    [InlineData("fe80::1", "fe80::1/128")]
    [InlineData("feff::1/10", "fec0::/10")]
    public void Bits_after_the_prefix_do_not_count(string text, string expected)
    {
        Assert.True(AddressText.TryParseNetwork(text, out IPNetwork network));
        Assert.Equal(expected, network.ToString());
    }

    [Fact]
    public void An_OSC_section_is_read_whole()
    {
        OscConfig osc = Load("[osc]\nserver_ip='::'\nserver_port=1\nclient_ip='synth.local'\nclient_port=65535\n"
            + "output_address='/impsy'\nallow=['192.168.0.0/16', '10.0.0.1']").Osc!;
        Assert.Equal(("::", 1, "synth.local", 65535, "/impsy", "192.168.0.0/16 10.0.0.1/32"),
            (osc.ServerIp, osc.ServerPort, osc.ClientIp, osc.ClientPort, osc.OutputAddress,
            string.Join(' ', osc.Allow)));
        OscConfig defaults = Load("[osc]").Osc!;
        Assert.Equal(("127.0.0.1", 6000, "127.0.0.1", 6001, "/prediction", 0), (defaults.ServerIp,
            defaults.ServerPort, defaults.ClientIp, defaults.ClientPort, defaults.OutputAddress,
            defaults.Allow.Length));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("prediction")]
    [InlineData("")]
    [InlineData("/a b")]
    [InlineData("/a#b")]
    [InlineData("/a?")]
    [InlineData("/{a,b}")]
    [InlineData("/é")]
    public void An_output_address_that_is_a_pattern_or_no_ASCII_is_an_error(string address)
    {
        string problem = Assert.Single(Problems($"[osc]\noutput_address = '{address}'"));
        Assert.StartsWith("x(4): osc.output_address: expected an OSC address", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("")]
    public void A_wildcard_as_destination_becomes_this_machine_with_a_warning(string address)
    {
        string text = $"[osc]\nclient_ip = '{address}'";
        Assert.Equal([$"x(4): warning: osc.client_ip: expected an address to send to, found the text '{address}'; "
            + "sending to 127.0.0.1"], Problems(text));
        Assert.Equal("127.0.0.1", Load(text).Osc!.ClientIp);
    }

    [Fact]
    public void Every_form_of_a_mapping_entry_is_read()
    {
        MidiConfig midi = Load("""
            [midi]
            in_device = "S-1"
            out_device = ["S-1", "Volca FM"]
            feedback_protection = true
            feedback_threshold = 1
            input."S-1" = [["note_on", 16], ["control_change", 1, 127]]
            output."S-1" = [["note_on", 1, 36, 84], ["velocity", 1]]
            output."Volca FM" = [["control_change", 2, 0, 127, 0], ["pitch_bend", 3]]
            thru_matrix."S-1" = ["Volca FM"]
            """, dimension: 3).Midi!;
        Assert.Equal(["S-1"], midi.InDevices);
        Assert.Equal(["S-1", "Volca FM"], midi.OutDevices);
        Assert.Equal((true, 1f), (midi.FeedbackProtection, midi.FeedbackThreshold));
        Assert.Equal(["S-1"], midi.Inputs.Keys);
        Assert.Equal([new(0, MidiMessageKind.Note, 16, 0, 0, 127), new(1, MidiMessageKind.ControlChange, 1, 127, 0, 127)],
            midi.Inputs["S-1"]);
        Assert.Equal(["S-1", "Volca FM"], midi.Outputs.Keys.Order());
        Assert.Equal([new(0, MidiMessageKind.Note, 1, 0, 36, 84), new(1, MidiMessageKind.Velocity, 1, 0, 0, 127)],
            midi.Outputs["S-1"]);
        Assert.Equal([new(0, MidiMessageKind.ControlChange, 2, 0, 127, 0), new(1, MidiMessageKind.PitchBend, 3, 0, 0, 16383)],
            midi.Outputs["Volca FM"]);
        Assert.Equal(["Volca FM"], midi.ThruMatrix["S-1"]);
    }

    [Fact]
    public void Mistakes_in_mappings_name_the_port_and_the_entry()
    {
        const string Key = "midi.input.\"S-1\"";
        Assert.Equal(
        [
            $"x(6): {Key}: entry 1: expected note_on, control_change, pitch_bend or velocity, found the text 'note'",
            $"x(7): {Key}: entry 2: expected a channel 1..16, found '17'",
            $"x(8): {Key}: entry 3: expected [\"note_on\", channel] or [\"note_on\", channel, min, max], "
                + "found 3 values",
            $"x(9): {Key}: entry 4: expected a channel 1..16, found '0'",
            $"x(9): {Key}: entry 4: expected a controller 0..127, found '128'",
            $"x(10): {Key}: entry 5: expected a greatest value other than 5, found '5'",
            $"x(11): {Key}: entry 6: expected a list like [\"note_on\", 1], found the text 'note_on'",
            $"x(12): {Key}: entry 7: expected a controller 0..127, found '1.5'",
        ], Problems("""
            [midi]
            in_device = ["S-1"]
            input."S-1" = [
                ["note", 1],
                ["note_on", 17],
                ["note_on", 1, 64],
                ["control_change", 0, 128],
                ["control_change", 1, 1, 5, 5],
                "note_on",
                ["control_change", 1, 1.5],
                [],
            ]
            """, dimension: 9));
    }

    [Fact]
    public void A_mapping_has_one_entry_per_control_where_the_dimension_is_known()
    {
        const string Text = "in_device = 'a'\ninput.'a' = [['note_on', 1], ['note_on', 2]]";
        Assert.Equal(["x(5): midi.input.\"a\": expected 8 entries, one less than model.dimension, found 2"],
            Problems("[midi]\n" + Text));
        ConfigLoad unknown = Parse("[model]\nfile = 'm.onnx'\n[midi]\n" + Text);
        Assert.Empty(unknown.Problems);
        Assert.Equal(2, unknown.Config!.Midi!.Inputs["a"].Count);
    }

    [Fact]
    public void Bug_18_ports_and_mappings_that_do_not_meet_are_warnings()
    {
        Assert.Equal(
        [
            "x(3): warning: midi.in_device: not used: 'b' has no midi.input.\"b\"",
            "x(5): warning: midi.input.\"c\": not used: midi.in_device does not name this port",
            "x(6): warning: midi.output: not used: midi.out_device names no port",
            "x(7): warning: midi.thru_matrix.\"d\": not used: midi.in_device does not name this port",
            "x(7): warning: midi.thru_matrix.\"d\": midi.out_device does not name port 'e'",
        ], Problems("[midi]\nin_device = ['b']\ninput.'c' = [['note_on', 1]]\noutput = [['note_on', 1]]\n"
            + "thru_matrix.'d' = 'e'", dimension: 2));
    }

    [Fact]
    public void The_older_form_of_one_mapping_for_the_only_device_still_loads()
    {
        MidiConfig midi = Load("[midi]\nin_device = 'a'\nout_device = 'b'\ninput = [['note_on', 1]]\n"
            + "output = [['note_on', 2]]", dimension: 2).Midi!;
        Assert.Equal(1, Assert.Single(midi.Inputs["a"]).Channel);
        Assert.Equal(2, Assert.Single(midi.Outputs["b"]).Channel);
    }

    [Fact]
    public void Bug_17_a_WebSocket_section_without_mappings_loads_with_a_warning()
    {
        const string Text = "[websocket]\nserver_ip = '0.0.0.0'\nserver_port = 5001";
        Assert.Equal(["x(3): warning: websocket: not used: it has neither input nor output"], Problems(Text));
        WebSocketConfig socket = Load(Text).WebSocket!;
        Assert.Equal(("0.0.0.0", 5001, 0, 0), (socket.ServerIp, socket.ServerPort, socket.Input.Count,
            socket.Output.Count));
    }

    [Fact]
    public void Serial_MIDI_has_a_port_of_its_own_or_that_of_the_serial_section()
    {
        const string Mapping = "\ninput = [['note_on', 1]]\n";
        Assert.Equal(["x(3): serialmidi.port: expected a device such as /dev/ttyAMA0, found nothing"],
            Problems("[serialmidi]" + Mapping, dimension: 2));
        string both = "[serialmidi]" + Mapping + "[serial]\nport = '/dev/a'";
        Assert.Equal(["x(3): warning: serialmidi.port: '/dev/a' is the port of [serial] too: "
            + "one wire cannot carry both"], Problems(both, dimension: 2));
        Assert.Equal("/dev/a", Load(both, dimension: 2).SerialMidi!.Port);
        string own = "[serialmidi]\nport = '/dev/b'" + Mapping + "[serial]\nport = '/dev/a'\nbaudrate = 9600";
        Assert.Empty(Problems(own, dimension: 2));
        InstrumentConfig config = Load(own, dimension: 2);
        Assert.Equal(("/dev/b", new SerialConfig("/dev/a", 9600)), (config.SerialMidi!.Port, config.Serial));
    }

    [Fact]
    public void A_control_of_a_mapping_may_be_several_entries_or_none()
    {
        IReadOnlyList<MidiMapping> mapping = Load("[websocket]\ninput = [[], [['note_on', 1], "
            + "['control_change', 2, 3, 127, 0]], ['pitch_bend', 4]]", dimension: 4).WebSocket!.Input;
        Assert.Equal(
            [
                new MidiMapping(1, MidiMessageKind.Note, 1, 0, 0, 127),
                new MidiMapping(1, MidiMessageKind.ControlChange, 2, 3, 127, 0),
                new MidiMapping(2, MidiMessageKind.PitchBend, 4, 0, 0, 16383),
            ],
            mapping);
        Assert.Equal(
            ["x(4): websocket.input: entry 2: expected a channel 1..16, found '17'"],
            Problems("[websocket]\ninput = [[], [['note_on', 1], ['note_on', 17]], []]", dimension: 4));
    }

    [Theory]
    [InlineData("", "Next 0 10 False 30 0")]
    [InlineData("note_length = 'dt'\nretrigger = 'always'\nmax_note_length = 2", "Interval 0 2 True 30 0")]
    [InlineData("note_length = 0.5\nnote_window_ms = 0\ncc_window_ms = 500", "Fixed 0.5 10 False 0 500")]
    public void Notes_have_a_length(string text, string expected)
    {
        OutputConfig output = Load("[output]\n" + text).Output;
        Assert.Equal(expected, FormattableString.Invariant($"{output.NoteEnd} {output.NoteSeconds} ")
            + FormattableString.Invariant($"{output.MaxNoteSeconds} {output.RetriggerAlways} {output.NoteWindow} ")
            + FormattableString.Invariant($"{output.ControlWindow}"));
    }

    [Theory]
    [InlineData("note_length = 'long'", "note_length: expected \"next\", \"dt\" or a number of seconds 0.001..600, "
        + "found the text 'long'")]
    [InlineData("note_length = 0", "note_length: expected a number 0.001..600, found '0'")]
    [InlineData("retrigger = true", "retrigger: expected \"changed\" or \"always\", found 'true'")]
    [InlineData("note_window_ms = 501", "note_window_ms: expected a whole number 0..500, found '501'")]
    public void A_wrong_length_is_told(string text, string expected) =>
        Assert.Equal([$"x(4): output.{expected}"], Problems("[output]\n" + text));

    [Fact]
    public void Feedback_names_its_ports_and_its_light()
    {
        FeedbackConfig feedback = Load(
            "[feedback]\nport = 'X'\nstate = ['control_change', 11, 8]\nvalues = false").Feedback!;
        Assert.Equal(("X", new StateLight(false, 11, 8), false), (feedback.Ports[0], feedback.Light, feedback.Values));
        Assert.Equal(
            ["x(5): feedback.state: expected [\"note_on\", channel 1..16, note 0..127] or [\"control_change\", channel, "
                + "controller], found a list"],
            Problems("[feedback]\nport = 'X'\nstate = ['note_on', 0, 8]"));
        Assert.Equal(["x(3): warning: feedback: not used: it has no port"], Problems("[feedback]"));
    }

    private static ConfigLoad Parse(string text) => ConfigFile.Parse("x", Encoding.UTF8.GetBytes(text));

    private static InstrumentConfig Load(string channels, int dimension = 9) =>
        Parse(Model(channels, dimension)).Config!;

    private static IEnumerable<string> Problems(string channels, int dimension = 9) =>
        Parse(Model(channels, dimension)).Problems.Select(problem => problem.ToString());

    private static string Model(string channels, int dimension) => $"[model]\ndimension = {dimension}\n{channels}";
}

using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Config;

public class ConfigFileTests
{
    [Fact]
    public void One_run_reports_every_mistake_with_its_line()
    {
        Assert.Equal(
        [
            "impsy.toml(1): title: expected text on one line, found '5'",
            "impsy.toml(2): verbose: expected true or false, found the text 'yes'",
            "impsy.toml(3): log_flush_seconds: expected a number 0.05..60, found '0'",
            "impsy.toml(4): log_max_mb: expected a whole number 0..1000000, found '-1'",
            "impsy.toml(6): interaction.mode: expected callresponse, polyphony, filter, battle or useronly, "
                + "found the text 'duet'",
            "impsy.toml(7): interaction.threshold: expected a number 0..60, found '60.5'",
            "impsy.toml(8): interaction.autostart: expected true or false, found '1'",
            "impsy.toml(10): model.dimension: expected a whole number 2..65, found '0'",
            "impsy.toml(11): model.sigmatemp: expected a number 0..10, found 'nan'",
            "impsy.toml(12): warning: model.pi_temp: unknown key; did you mean model.pitemp?",
            "impsy.toml(13): model.timescale: expected a number 0..100, found 'inf'",
            "impsy.toml(14): model.size: expected xxs, xs, s, m, l or xl, found the text 'big'",
            "impsy.toml(16): osc.server_port: expected a whole number 1..65535, found '65536'",
            "impsy.toml(17): osc.client_port: expected a whole number 1..65535, found the text '6001'",
            "impsy.toml(18): osc.server_ip: expected an address or a host name, found the text '192.168.1'",
            "impsy.toml(19): osc.output_address: expected an OSC address such as /prediction, without blanks and "
                + "# * , ? [ ] { }, found the text '/a*'",
            "impsy.toml(20): osc.allow: expected a network such as 192.168.0.0/16 or an address, "
                + "found the text '10.0.0.0/33'",
            "impsy.toml(22): serial.port: expected a device such as /dev/ttyACM0, found nothing",
            "impsy.toml(23): serial.baudrate: expected a whole number 50..4000000, found '9600.0'",
        ], Problems("""
            title = 5
            verbose = "yes"
            log_flush_seconds = 0
            log_max_mb = -1
            [interaction]
            mode = "duet"
            threshold = 60.5
            autostart = 1
            [model]
            dimension = 0
            sigmatemp = nan
            pi_temp = 1
            timescale = inf
            size = "big"
            [osc]
            server_port = 65536
            client_port = "6001"
            server_ip = "192.168.1"
            output_address = "/a*"
            allow = ["10.0.0.0/8", "10.0.0.0/33"]

            [serial]
            baudrate = 9600.0
            """));
    }

    [Fact]
    public void A_file_with_an_error_gives_no_configuration_and_one_with_warnings_does()
    {
        Assert.Null(Parse("[model]\ndimension = 1").Config);
        ConfigLoad warned = Parse("colour = 'red'\n[model]\ndimension = 2");
        Assert.NotNull(warned.Config);
        Assert.Equal(["impsy.toml(1): warning: colour: unknown key"], warned.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void The_least_file_gives_the_defaults()
    {
        ConfigLoad load = Parse("[model]\ndimension = 9\n");
        InstrumentConfig expected = new(
            "impsy.toml", "", "", "", LogInput: true, LogPredictions: false, Verbose: false, LogFlushSeconds: 1,
            LogMaxMegabytes: 0, new InteractionConfig(InteractionMode.CallResponse, 0.1f, false, false),
            new ModelConfig(9, null, "s", null, null, 1), null, null, null, null, null, null,
            OutputConfig.Default, CommandsConfig.None, null, null, null);
        Assert.Empty(load.Problems);
        Assert.Equal(expected, load.Config);
    }

    [Fact]
    public void Every_value_arrives_in_its_place()
    {
        ConfigLoad load = Parse("""
            title = "T"
            owner = "O"
            description = '''
            two
            lines'''
            log_input = false
            log_predictions = true
            verbose = true
            log_flush_seconds = 0.05
            log_max_mb = 100
            interaction = { mode = "battle", threshold = 60, input_thru = true, autostart = true }
            model.file = "models"
            model.size = "xl"
            model.sigmatemp = 0
            model.pitemp = 10
            model.timescale = 0.5
            webui.monitor_port = 1
            output.note_window_ms = 5
            serial = { port = "/dev/ttyACM0" }
            """);
        InstrumentConfig expected = new(
            "impsy.toml", "T", "O", "two\nlines", LogInput: false, LogPredictions: true, Verbose: true,
            LogFlushSeconds: 0.05f, LogMaxMegabytes: 100,
            new InteractionConfig(InteractionMode.Battle, 60, InputThru: true, Autostart: true),
            new ModelConfig(null, "models", "xl", 0, 10, 0.5f), null, null, null,
            new SerialConfig("/dev/ttyACM0", 115200), null, new WebUiConfig(1, 4002),
            OutputConfig.Default with { NoteWindow = 5 }, CommandsConfig.None, null, null, null);
        Assert.Empty(load.Problems);
        Assert.Equal(expected, load.Config);
    }

    [Fact]
    public void An_empty_file_lacks_only_the_dimension()
    {
        Assert.Equal(
            ["impsy.toml(1): model.dimension: expected a whole number 2..65, or a model.file, found nothing"],
            Problems(""));
        Assert.Empty(Problems("[model]\nfile = 'm.onnx'"));
    }

    [Theory]
    [InlineData("sigma_temp = 1\n[model]\ndimension = 2", "sigma_temp: unknown key")]
    [InlineData("[model]\ndimension = 2\nsigma_temp = 1",
        "model.sigma_temp: unknown key; did you mean model.sigmatemp?")]
    [InlineData("[model]\ndimension = 2\nverbose = true", "model.verbose: unknown key; did you mean verbose?")]
    [InlineData("mode = 'battle'\n[model]\ndimension = 2", "mode: unknown key; did you mean interaction.mode?")]
    [InlineData("[model]\ndimension = 2\n[oscc]\nport = 1", "oscc: unknown key; did you mean osc?")]
    [InlineData("[model]\ndimension = 2\n[osc]\nport = 1", "osc.port: unknown key")]
    [InlineData("[model]\ndimension = 2\nDimension = 3", "model.Dimension: unknown key; did you mean model.dimension?")]
    public void An_unknown_key_is_one_warning_with_the_nearest_known_key(string text, string expected)
    {
        ConfigProblem problem = Assert.Single(Parse(text).Problems);
        Assert.True(problem.IsWarning);
        Assert.Equal(expected, $"{problem.Key}: {problem.Message}");
    }

    [Theory]
    [InlineData("osc = 5\n[model]\ndimension = 2", "impsy.toml(1): osc: expected a section [osc], found '5'")]
    [InlineData("model = 'm.onnx'", "impsy.toml(1): model: expected a section [model], found the text 'm.onnx'")]
    [InlineData("[[model]]\ndimension = 2",
        "impsy.toml(1): model: expected a section [model], found sections in double brackets")]
    public void What_should_be_a_section_and_is_not_is_one_error(string text, string expected) =>
        Assert.Equal([expected], Problems(text));

    [Fact]
    public void What_is_not_TOML_is_reported_with_line_and_column()
    {
        Assert.Equal(["impsy.toml(2,8): expected a value, found 'battle'; text needs quotes"],
            Problems("[interaction]\nmode = battle\n"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem_and_no_exception()
    {
        string folder = Path.GetTempPath();
        Assert.Equal(
        [
            "/nowhere/config.toml: expected a configuration file, found nothing there",
            $"{folder}: expected a configuration file, found a folder",
            "/dev/zero: expected a configuration of at most 1048576 bytes, found more",
        ], ((string[])["/nowhere/config.toml", folder, "/dev/zero"])
            .Select(path => Assert.Single(ConfigFile.Load(path).Problems).ToString()));
        Assert.Single(ConfigFile.Load("").Problems);
        Assert.Single(ConfigFile.Load("a\0b").Problems);
    }

    [Fact]
    public void Mutations_of_the_shipped_file_never_throw_and_give_a_configuration_exactly_without_errors()
    {
        byte[] original = File.ReadAllBytes(Path.Combine(Repository.Root, "configs", "default.toml"));
        byte[] letters = Encoding.UTF8.GetBytes("\"'[]{}=.,#\n 0123456789-eEtruefalsnopmidx");
        Random random = new(7);
        int loaded = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] text = [.. original];
            for (int change = random.Next(1, 30); change > 0; change--)
                text[random.Next(text.Length)] = letters[random.Next(letters.Length)];
            ConfigLoad load = ConfigFile.Parse("impsy.toml", text);
            Assert.Equal(load.Config is null, load.Problems.Any(problem => !problem.IsWarning));
            loaded += load.Config is null ? 0 : 1;
        }
        Assert.InRange(loaded, 100, 2900);
    }

    private static ConfigLoad Parse(string text) => ConfigFile.Parse("impsy.toml", Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Problems(string text) => Parse(text).Problems.Select(p => p.ToString());
}

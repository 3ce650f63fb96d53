using System.Text.Json;
using Impsy.Daemon.Commands;

namespace Impsy.Daemon.Tests.Commands;

public class SendCommandTests
{
    [Theory]
    [InlineData("mode", "battle", """{"command":"mode","value":"battle"}""")]
    [InlineData("model", "1", """{"command":"model","value":"1"}""")]
    [InlineData("model", "true", """{"command":"model","value":"true"}""")]
    [InlineData("sigmatemp", ".5", """{"command":"sigmatemp","value":0.5}""")]
    [InlineData("sigmatemp", "nan", """{"command":"sigmatemp","value":"nan"}""")]
    [InlineData("pause", null, """{"command":"pause","value":true}""")]
    [InlineData("pause", "on", """{"command":"pause","value":true}""")]
    [InlineData("pause", "off", """{"command":"pause","value":false}""")]
    [InlineData("pause", "0", """{"command":"pause","value":0}""")]
    [InlineData("reset", null, """{"command":"reset"}""")]
    [InlineData("mo\"de", "a\nb", """{"command":"mo\u0022de","value":"a\nb"}""")]
    public void What_is_typed_becomes_one_line(string command, string? value, string expected) =>
        Assert.Equal(expected + "\n", SendCommand.Request(command, value));

    [Fact]
    public void Where_no_instrument_is_it_says_what_would_help()
    {
        StringWriter error = new();
        Assert.Equal(69, SendCommand.Run("/nowhere/control.sock", "reset", null, error));
        Assert.StartsWith("impsy: /nowhere/control.sock: ", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("does the instrument run, as a service or with --control PATH?\n", error.ToString(),
            StringComparison.Ordinal);
        error = new StringWriter();
        Assert.Equal(69, StatusCommand.Run(new string('x', 200), json: false, watch: false, TextWriter.Null, error));
        Assert.StartsWith("impsy: xxx", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_is_a_table_and_with_an_earlier_one_it_has_rates()
    {
        const string Now = """
            {"ok":true,"version":"0.1.0","uptime_s":7384,"config":"/etc/impsy/config.toml","title":"","mode":"callresponse",
            "paused":false,"responding":true,"dimension":9,"sigmatemp":0.5,"pitemp":1,"timescale":1,"threshold":0.1,
            "inputs":120,"predictions":45,"refused":2,"overflowed":0,"stalls":1,"notes":3,"model":"mine.onnx",
            "models_taken":1,"models_refused":0,"model_refusal":"","late_ms":{"p50":0.02,"p99":0.1,"p999":0.3,"max":1.2},
            "late":1,"log":{"state":"logging","file":"x.log","rows":120,"lost":0},
            "ports":[{"name":"osc in","open":true,"state":"listening on 127.0.0.1:6000","received":118,"refused":2},
            {"name":"midi X out","open":false,"state":"waiting for it","received":0,"refused":0}],
            "collections":0,"not_real_time":"Operation not permitted","reloads":0,"reloads_refused":1,"trouble":"config.toml(3): no\nso"}
            """;
        using JsonDocument before = JsonDocument.Parse(Now.Replace(":120,", ":100,", StringComparison.Ordinal));
        using JsonDocument now = JsonDocument.Parse(Now);
        Assert.Equal(
            """
            impsy      0.1.0, up 2 h 3 min, /etc/impsy/config.toml
            mode       callresponse, the model plays
            model      mine.onnx, 9d
            settings   sigmatemp 0.5, pitemp 1, timescale 1, threshold 0.1 s
            in         120, 10.0/s; refused 2, overflowed 0
            out        45, 0.0/s; notes sounding 3
            lateness   p50 0.02 ms, p99 0.1, p99.9 0.3, max 1.2; 1 over 1 ms, 1 stalls
            log        logging, 120 rows, 0 lost
            real time  no: Operation not permitted
            port       osc in: listening on 127.0.0.1:6000; 118 received, 2 refused
            port       midi X out: waiting for it
            trouble    config.toml(3): no; so

            """,
            StatusTable.Format(now.RootElement, new StatusTable.Past(before.RootElement, 2)));
        Assert.Contains("in         120; refused 2", StatusTable.Format(now.RootElement, null),
            StringComparison.Ordinal);
    }
}

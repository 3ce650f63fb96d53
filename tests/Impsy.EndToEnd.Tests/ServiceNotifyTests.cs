using System.Text.RegularExpressions;

namespace Impsy.EndToEnd.Tests;

/// <summary>What the service tells systemd and the journal.</summary>
public class ServiceNotifyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_ready_when_it_plays_gives_signs_of_life_says_how_it_is_and_that_it_stops(bool isAbstract)
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true }, isAbstract);
        using OscPeer player = new(service.Stage);
        service.Stage.WriteConfig();
        using NativeInstrument instrument = NativeInstrument.LaunchUnder(
            service.Environment("WATCHDOG_USEC=200000"), service.Stage.Folder, "run", "-c", service.ConfigPath, "-l",
            service.Stage.Logs);
        service.WaitForNews("READY=1", 1, () => instrument.Output);
        service.WaitForNews("WATCHDOG=1", 5, () => instrument.Output);
        Wait.Until(
            () => Regex.IsMatch(service.Status,
                $@"^STATUS=battle, {TestStage.ModelName}; osc in, osc out; \d+ in, [1-9]\d* out, at most \d+\.\d ms late$"),
            s_patience, () => service.Status);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        service.WaitForNews("STOPPING=1", 1, () => instrument.Output);
        string[] order = [.. service.News.Where(news => news is "READY=1" or "STOPPING=1")];
        Assert.Equal(["READY=1", "STOPPING=1"], order);
    }

    [Fact]
    public void An_absent_device_and_a_taken_port_do_not_hold_it_back()
    {
        using ServiceStage service = new(new TestStage
        {
            Mode = "useronly",
            Interaction = "[serial]\nport = '/dev/not-there'\n",
        });
        using System.Net.Sockets.UdpClient squatter =
            new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, service.Stage.InPort));
        using NativeInstrument instrument = service.Play();
        Wait.Until(
            () => service.Status.Contains("osc in (waiting), osc out, serial (waiting)", StringComparison.Ordinal),
            s_patience, () => service.Status);
    }

    [Fact]
    public void The_watchdog_of_another_process_is_not_fed()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true });
        service.Stage.WriteConfig();
        using NativeInstrument instrument = NativeInstrument.LaunchUnder(
            service.Environment("WATCHDOG_USEC=20000", "WATCHDOG_PID=1"), service.Stage.Folder, "run", "-c",
            service.ConfigPath, "-l", service.Stage.Logs);
        service.WaitForNews("READY=1", 1, () => instrument.Output);
        Thread.Sleep(200);
        Assert.DoesNotContain("WATCHDOG=1", service.News);
    }

    [Fact]
    public void Ten_lines_in_the_journal_tell_everything_each_with_its_level()
    {
        using ServiceStage service = new(new TestStage
        {
            Mode = "battle",
            Autostart = true,
            Interaction = "autostrat = true\n[serial]\nport = '/dev/not-there'\n",
        });
        service.Stage.WriteConfig();
        using NativeInstrument instrument = NativeInstrument.LaunchUnder(
            service.Environment("JOURNAL_STREAM=8:1"), service.Stage.Folder, "run", "-c", service.ConfigPath, "-l",
            service.Stage.Logs);
        instrument.WaitForOutput("ready: battle");
        string[] lines = instrument.Output.Split('\n');
        Assert.InRange(lines.Length, 6, 10);
        Assert.All(lines, line => Assert.Matches("^<[3-6]>", line));
        string told = instrument.Output;
        foreach (string part in new[]
        {
            "<4>" + service.ConfigPath + "(8): warning: interaction.autostrat: unknown key; did you mean interaction.autostart?",
            "<6>IMPSY Edge 0.", service.ConfigPath + ": end to end",
            "<6>model " + ServiceStage.ShippedModel + ": 9d, 2 x 64 LSTM, 24 mixtures, int8",
            "<6>OSC in: listening on 127.0.0.1:", "<6>OSC out: /prediction to ",
            "<4>serial: /dev/not-there", "real-time priority",
        })
        {
            Assert.Contains(part, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_configuration_with_mistakes_and_none_before_it_is_told_to_systemd_too()
    {
        using ServiceStage service = new(new TestStage { Timescale = -4 });
        service.Stage.WriteConfig();
        using NativeInstrument instrument = service.Launch();
        Assert.Equal(78, instrument.WaitForExit());
        Wait.Until(() => service.Status.Length > 0, s_patience, () => instrument.Output);
        Assert.Contains("model.timescale: expected a number 0..100, found '-4'", service.Status,
            StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Sockets;

namespace Impsy.Torture;

/// <summary>It is switched on before there is a network, and the network comes when it comes.</summary>
public class NetworkTests
{
    private const string Here = "10.77.0.1";
    private const string There = "10.77.0.2";

    [PrivilegedTheory]
    [InlineData(Here)]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Without_any_network_it_starts_and_with_an_address_that_appears_later_it_is_heard_and_hears(string server)
    {
        using TestStage stage = new()
        {
            Mode = "battle", Autostart = true, Timescale = 0.2, ServerIp = server, ClientIp = There, OutPort = 6001,
        };
        using PrivateNetwork network = new(stage);
        using NativeInstrument instrument = network.Launch();
        instrument.WaitForOutput(" ready: ");
        Wait.Until(() => stage.LogLines().Length > 20, Health.Patience, () => $"it does not play:\n{instrument.Output}");
        network.Run("ip", "link", "set", "lo", "up");
        network.Run("ip", "addr", "add", $"{Here}/24", "dev", "lo");
        network.Run("ip", "addr", "add", $"{There}/24", "dev", "lo");
        using OscPeer player = new(stage, network.Bind(There, stage.OutPort), IPAddress.Parse(Here));
        Health.AssertPlays(instrument, player);

        // And away again, and back: a cable on stage.
        network.Run("ip", "addr", "flush", "dev", "lo");
        int rows = stage.LogLines().Length;
        Wait.Until(() => stage.LogLines().Length > rows + 20, Health.Patience, () => $"it fell silent:\n{instrument.Output}");
        network.Run("ip", "addr", "add", $"{Here}/24", "dev", "lo");
        network.Run("ip", "addr", "add", $"{There}/24", "dev", "lo");
        Health.AssertPlays(instrument, player);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.InRange(instrument.Output.Split('\n').Length, 1, 30);
    }

    [PrivilegedFact]
    public void Names_that_are_known_later_are_used_when_they_are()
    {
        using TestStage stage = NamedStage();
        using PrivateNetwork network = new(stage);
        using NativeInstrument instrument = network.Launch();
        instrument.WaitForOutput(" ready: ");
        instrument.WaitForOutput("stage.example");
        instrument.WaitForOutput("synth.example");
        network.Run("ip", "link", "set", "lo", "up");
        File.WriteAllText(network.Hosts, $"127.0.0.1 stage.example\n127.0.0.2 synth.example\n");
        instrument.WaitForOutput("OSC in: listening on 127.0.0.1");
        instrument.WaitForOutput("OSC out: /prediction to 127.0.0.2");
        using OscPeer player = new(stage, network.Bind("127.0.0.2", stage.OutPort), IPAddress.Loopback);
        Health.AssertPlays(instrument, player);
    }

    /// <summary>The router is there, the internet is not: every question waits for its time to be over.</summary>
    [PrivilegedFact]
    public void A_name_server_that_never_answers_delays_neither_the_start_nor_the_end()
    {
        using TestStage stage = NamedStage();
        using PrivateNetwork network = new(stage);
        network.Run("ip", "link", "set", "lo", "up");
        using UdpClient silence = network.Bind("127.0.0.53", 53);
        File.WriteAllText(network.Resolvers, "nameserver 127.0.0.53\noptions timeout:10 attempts:2\n");
        using NativeInstrument instrument = network.Launch();
        Wait.Until(() => stage.LogLines().Length > 5, TimeSpan.FromSeconds(5), () => $"it does not play:\n{instrument.Output}");
        Assert.Equal(1, instrument.CountOutput(" ready: "));
        (int exit, TimeSpan time) = instrument.Signal(Signals.Terminate);
        Assert.Equal(0, exit);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    /// <summary>Every port it could want is in use; one after the other is let go.</summary>
    [Fact]
    public void Ports_that_are_taken_by_others_are_waited_for()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, ServerIp = "0.0.0.0" };
        using OscPeer player = new(stage);
        using UdpClient other = new(new IPEndPoint(IPAddress.Any, stage.InPort));
        using NativeInstrument first = NativeInstrument.Play(stage);
        using NativeInstrument second = NativeInstrument.Play(stage);
        Health.AssertPlaysUnheard(first, player);
        Thread.Sleep(2500);
        Assert.Equal(1, first.CountOutput("Address already in use"));
        Assert.Equal(1, second.CountOutput("Address already in use"));
        other.Dispose();
        Wait.Until(
            () => first.CountOutput("listening on") + second.CountOutput("listening on") == 1,
            Health.Patience,
            () => first.Output + second.Output);
        (NativeInstrument lucky, NativeInstrument waiting) =
            first.CountOutput("listening on") == 1 ? (first, second) : (second, first);
        Assert.Equal(0, lucky.Signal(Signals.Terminate).ExitCode);
        waiting.WaitForOutput("listening on");
        Health.AssertPlays(waiting, player);
    }

    private static TestStage NamedStage() => new()
    {
        Mode = "battle", Autostart = true, Timescale = 0.2, OutPort = 6001,
        ServerIp = "stage.example", ClientIp = "synth.example",
    };
}

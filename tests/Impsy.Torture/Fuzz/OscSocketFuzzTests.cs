using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Impsy.Torture.Fuzz;

public class OscSocketFuzzTests
{
    // The smallest queue that a kernel gives holds twice as many.
    private const int PacketsPerQuestion = 100;

    /// <summary>
    /// As the fuzz in process, but through the kernel, the real threads and the native code. Every hundred packets the
    /// instrument is asked how it is, so that it has read them all: this is no flood.
    /// </summary>
    [Fact]
    public void A_million_damaged_packets_over_the_socket_leave_an_instrument_that_plays()
    {
        using TestStage stage = new() { Mode = "callresponse", Timescale = 0.5, LogPredictions = false };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        using UdpClient sender = new(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint there = new(IPAddress.Loopback, stage.InPort);
        Mutation mutation = new(new Random(FuzzRun.Seed), OscPackets.Meaningful);
        Random random = new(FuzzRun.Seed + 1);
        byte[] buffer = new byte[1024];
        Stopwatch watch = Stopwatch.StartNew();
        int unanswered = 0;
        for (int round = 0; round < FuzzRun.Rounds; round++)
        {
            sender.Client.SendTo(mutation.Of(OscPackets.All[random.Next(OscPackets.All.Length)], buffer), there);
            if (round % PacketsPerQuestion > 0)
                continue;
            if (player.TryAskStatus(TimeSpan.FromSeconds(1)) is null)
                unanswered++;
            Assert.True(instrument.IsAlive, $"IMPSY_TORTURE_SEED={FuzzRun.Seed}, round {round}:\n{instrument.Output}");
            Assert.True(unanswered < 10, $"IMPSY_TORTURE_SEED={FuzzRun.Seed}, round {round}: it does not answer");
        }
        TimeSpan time = watch.Elapsed;
        foreach ((string command, object value) in new (string, object)[]
            { ("pause", 0), ("timescale", 0.2f), ("sigmatemp", 1f), ("pitemp", 1f), ("mode", "battle") })
            player.Command($"/impsy/{command}", value);
        player.PlayStep(1);
        Health.AssertPlays(instrument, player);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        string report = instrument.Output.Split('\n').Last(line => line.Contains(" inputs, ", StringComparison.Ordinal));
        Assert.Contains("WrongLength", report, StringComparison.Ordinal);
        Assert.Contains(" 0 overflowed", report, StringComparison.Ordinal);
        Figures.Tell($"fuzz, OSC over the socket: {FuzzRun.Rounds} in {time.TotalSeconds:0.0} s, seed {FuzzRun.Seed};{report[12..]}");
    }
}

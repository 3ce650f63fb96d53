using System.Diagnostics;
using Impsy.Torture.Fuzz;

namespace Impsy.Torture;

public class FloodTests
{
    private const int Senders = 3;
    private const int PerSecond = 200_000;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(200); // then it is asked again: UDP may drop

    private static byte[][] Valid { get; } = [.. Enumerable.Range(0, 128).Select(i => OscPackets.Interface(i / 127f))];

    private static byte[][] Wrong { get; } =
    [
        OscPeer.Message("/interface", 0.5f, 0.5f),
        OscPackets.Interface(float.NaN),
        OscPeer.Message("/impsy/timescale", -1f),
        OscPeer.Message("/impsy/model", "nothing"),
        OscPeer.Message("/nobody/listens/to/this", 1),
    ];

    private static byte[][] Garbage { get; } = MakeGarbage();

    public static TheoryData<string> Mixes => ["valid", "wrong", "garbage", "all of them"];

    /// <summary>Polyphony, for there every input costs a prediction.</summary>
    [Theory]
    [MemberData(nameof(Mixes))]
    public void In_200000_packets_a_second_it_obeys_commands_and_a_second_later_all_is_normal(string mix)
    {
        byte[][] packets = mix switch
        {
            "valid" => Valid,
            "wrong" => Wrong,
            "garbage" => Garbage,
            _ => [.. Valid.Zip(Garbage, (valid, garbage) => (byte[][])[valid, garbage, .. Wrong]).SelectMany(p => p)],
        };
        using TestStage stage = new() { Mode = "polyphony", LogPredictions = false };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        player.AskStatus();
        long memoryBefore = ResidentKilobytes(instrument);
        string served;
        string rate;
        using (Flood flood = new(stage, packets, Senders, PerSecond))
        {
            served = Command(player, instrument);
            rate = $"{flood.PerSecond / 1000:0} k packets/s";
        }
        Stopwatch after = Stopwatch.StartNew();
        Wait.Until(() => player.TryAskStatus(s_answer) is not null, Health.Patience, () => "no answer after the flood");
        WaitForRest(player);
        Assert.InRange(after.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        AssertIsNormal(player);
        long grown = ResidentKilobytes(instrument) - memoryBefore;
        Assert.InRange(grown, -100_000, 20_000);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.InRange(instrument.Output.Split('\n').Length, 1, 40);
        Figures.Tell($"flood of {mix}: {rate} for {s_duration.TotalSeconds:0} s; {served}; {grown / 1024} MB more memory");
    }

    /// <summary>While the flood lasts: changes the mode to and fro, and asks whether that is so.</summary>
    private static string Command(OscPeer player, NativeInstrument instrument)
    {
        string[] modes = ["callresponse", "battle", "polyphony"];
        Stopwatch watch = Stopwatch.StartNew();
        int changes = 0;
        int asked = 0;
        int answered = 0;
        TimeSpan longest = TimeSpan.Zero;
        while (watch.Elapsed < s_duration)
        {
            string mode = modes[changes % modes.Length];
            TimeSpan began = watch.Elapsed;
            bool changed = false;
            while (!changed)
            {
                Assert.True(watch.Elapsed - began < TimeSpan.FromSeconds(10), $"no change to {mode} in 10 s:\n{instrument.Output}");
                player.Command("/impsy/mode", mode);
                asked++;
                OscPeer.Status? status = player.TryAskStatus(s_answer);
                answered += status is null ? 0 : 1;
                changed = status?.Mode == mode;
            }
            changes++;
            longest = watch.Elapsed - began > longest ? watch.Elapsed - began : longest;
            Thread.Sleep(50);
        }
        return $"{changes} mode changes, the longest took {longest.TotalMilliseconds:0} ms; {answered} of {asked} questions answered";
    }

    /// <summary>As if nothing had been: every input is heard and answered once.</summary>
    private static void AssertIsNormal(OscPeer player)
    {
        player.Command("/impsy/mode", "useronly");
        Wait.Until(() => player.AskStatus().Mode == "useronly", Health.Patience, () => "no change of mode");
        player.Command("/impsy/mode", "filter");
        Wait.Until(() => player.AskStatus().Mode == "filter", Health.Patience, () => "no change of mode");
        OscPeer.Status before = player.AskStatus();
        int heard = player.PredictionCount;
        for (int i = 0; i < 200; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(2);
        }
        Wait.Until(() => player.PredictionCount >= heard + 200, Health.Patience, () => "inputs without an answer");
        OscPeer.Status after = player.AskStatus();
        Assert.Equal((before.Inputs + 200, before.Predictions + 200), (after.Inputs, after.Predictions));
    }

    /// <summary>
    /// Once what the rings held of the flood is heard, too: its thread may have been stopped for a while, as Linux stops
    /// real-time threads that have taken 95 % of a second.
    /// </summary>
    private static void WaitForRest(OscPeer player)
    {
        OscPeer.Status status = player.AskStatus();
        Wait.Until(
            () =>
            {
                OscPeer.Status before = status;
                Thread.Sleep(100);
                status = player.AskStatus();
                return status.Inputs == before.Inputs;
            },
            Health.Patience,
            () => "inputs without end after the flood");
    }

    private static long ResidentKilobytes(NativeInstrument instrument)
    {
        string line = File.ReadLines($"/proc/{instrument.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(new string([.. line.Where(char.IsAsciiDigit)]), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[][] MakeGarbage()
    {
        Random random = new(200);
        return [.. Enumerable.Range(0, 128).Select(_ =>
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            return bytes;
        })];
    }
}

using System.Net;
using System.Net.Sockets;
using Impsy.Torture.Fuzz;

namespace Impsy.Torture;

public class BundleTests
{
    private const int LargestDatagram = 65_507;

    [Fact]
    public void A_bundle_as_large_as_a_datagram_is_heard_whole()
    {
        byte[] message = OscPackets.Interface(0.5f);
        int count = (LargestDatagram - 16) / (message.Length + 4);
        Torture(new() { Mode = "useronly" }, player =>
        {
            player.Send(OscPackets.Bundle([.. Enumerable.Repeat(message, count)]));
            return count;
        });
    }

    [Fact]
    public void A_bundle_of_16000_empty_elements_is_counted_and_passed_over()
    {
        Torture(new() { Mode = "useronly" }, player =>
        {
            player.Send(OscPackets.Bundle([.. Enumerable.Repeat(Array.Empty<byte>(), 16_000)]));
            return 0;
        });
    }

    /// <summary>A reader that calls itself for each would end in a stack overflow.</summary>
    [Fact]
    public void Bundles_in_bundles_are_followed_some_levels_deep_and_no_further()
    {
        Torture(new() { Mode = "useronly" }, player =>
        {
            byte[] inner = OscPackets.Interface(0.5f);
            int heard = 0;
            for (int depth = 1; inner.Length + 20 <= LargestDatagram; depth++)
            {
                inner = OscPackets.Bundle(inner);
                if (depth > 10 && depth % 500 != 0)
                    continue;
                player.Send(inner);
                heard += depth <= 8 ? 1 : 0;
            }
            player.Send(inner);
            return heard;
        });
    }

    [Fact]
    public void Elements_that_lie_about_their_size_cost_only_what_is_behind_them()
    {
        Torture(new() { Mode = "useronly" }, player =>
        {
            byte[] good = OscPackets.Interface(0.5f);
            byte[][] sizes = [[0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xfc], [0, 0, 0, 3], [0, 0, 1, 0], [0x80, 0, 0, 0]];
            foreach (byte[] size in sizes)
                player.Send([.. OscPackets.Bundle(good), .. size, .. good]);
            return sizes.Length;
        });
    }

    [Fact]
    public void A_thousand_bundles_with_every_command_in_them_leave_it_as_the_last_says()
    {
        using TestStage stage = new() { Mode = "callresponse" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        byte[] all = OscPackets.Bundle([.. OscPackets.All, OscPeer.Message("/impsy/pause", 0), OscPeer.Message("/impsy/mode", "battle")]);
        for (int i = 0; i < 1000; i++)
            player.Send(all);
        player.Command("/impsy/timescale", 0.2f);
        Wait.Until(
            () => player.AskStatus() is { Mode: "battle", Paused: false, Timescale: 0.2f }, Health.Patience, () => instrument.Output);
        Health.AssertPlays(instrument, player);
    }

    [Fact]
    public void A_thousand_garbage_commands_change_nothing_and_fill_no_journal()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2 };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        string[] addresses = ["mode", "reset", "pause", "sigmatemp", "pitemp", "timescale", "threshold", "model", "status", ""];
        Random random = new(11);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[4 * random.Next(20)];
            random.NextBytes(bytes);
            player.Send(i % 2 == 0 ? bytes : OscPackets.Raw($"/impsy/{addresses[i / 2 % addresses.Length]}", "b", bytes));
        }
        OscPeer.Status status = player.AskStatus();
        Assert.Equal(("battle", false, 0.2f), (status.Mode, status.Paused, status.Timescale));
        Health.AssertPlays(instrument, player);
        Assert.InRange(instrument.Output.Split('\n').Length, 1, 50);
    }

    /// <summary>One line for the one who sends a wrong name; not a line for each packet of one who floods.</summary>
    [Fact]
    public void A_flood_of_unknown_models_fills_no_journal_and_a_known_one_is_still_played()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2 };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int i = 0; i < 20_000; i++)
        {
            player.Command("/impsy/model", $"unknown {i}");
            if (i % 100 == 0)
                player.AskStatus(); // heard, all of them
        }
        instrument.WaitForOutput("model refused");
        Health.AssertPlays(instrument, player);
        Assert.InRange(instrument.CountOutput("model refused"), 1, 20);
        player.Command("/impsy/model", TestStage.ModelName);
        instrument.WaitForOutput("takes over");
        Health.AssertPlays(instrument, player);
    }

    [Fact]
    public void Three_thousand_senders_are_each_heard_and_answered()
    {
        using TestStage stage = new() { Mode = "useronly" };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        byte[] ask = OscPeer.Message("/impsy/status");
        byte[] answer = new byte[1024];
        IPEndPoint there = new(IPAddress.Loopback, stage.InPort);
        const int Senders = 3000;
        for (int i = 0; i < Senders; i++)
        {
            using UdpClient sender = new(new IPEndPoint(IPAddress.Loopback, 0));
            sender.Client.ReceiveTimeout = (int)Health.Patience.TotalMilliseconds;
            sender.Client.SendTo(OscPackets.All[0], there);
            sender.Client.SendTo(ask, there);
            Assert.StartsWith("/impsy/status", System.Text.Encoding.ASCII.GetString(answer, 0, sender.Client.Receive(answer)));
        }
        Assert.Equal(Senders, player.AskStatus().Inputs);
    }

    /// <param name="torture">Sends; returns how many inputs must have been heard.</param>
    private static void Torture(TestStage stage, Func<OscPeer, int> torture)
    {
        using (stage)
        {
            using OscPeer player = new(stage);
            using NativeInstrument instrument = NativeInstrument.Play(stage);
            int heard = torture(player);
            player.PlayStep(1);
            Wait.Until(
                () => player.AskStatus().Inputs >= heard + 1, Health.Patience, () => $"{player.AskStatus().Inputs} heard, not {heard + 1}");
            Assert.Equal(heard + 1, player.AskStatus().Inputs);
            player.Command("/impsy/timescale", 0.2f);
            player.Command("/impsy/mode", "battle");
            player.PlayStep(2);
            Health.AssertPlays(instrument, player);
        }
    }
}

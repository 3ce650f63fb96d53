using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Impsy.EndToEnd.Tests;

/// <summary>The control socket, and the commands that talk to it.</summary>
public class ServiceControlTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Each_command_is_carried_out_and_the_status_tells_it()
    {
        using ServiceStage service = new(new TestStage { Mode = "useronly" });
        using NativeInstrument instrument = service.Play();
        foreach (string line in new[] { "mode filter", "pause", "sigmatemp 0.5", "pitemp 2", "timescale 3.25",
            "threshold 7", "reset" })
        {
            FinishedRun run = service.Command(["send", .. line.Split(' ')]);
            Assert.Equal((0, "", ""), (run.ExitCode, run.Text, run.Error));
        }
        JsonElement status = Status(service);
        Assert.Equal(
            ("filter", true, 0.5, 2, 3.25, 7.0),
            (status.GetProperty("mode").GetString(), status.GetProperty("paused").GetBoolean(),
                status.GetProperty("sigmatemp").GetDouble(), status.GetProperty("pitemp").GetDouble(),
                status.GetProperty("timescale").GetDouble(), status.GetProperty("threshold").GetDouble()));
        Assert.Equal(0, service.Command("send", "pause", "off").ExitCode);
        FinishedRun table = service.Command("status");
        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Contains("mode       filter, listening\n", table.Text, StringComparison.Ordinal);
        Assert.Contains("settings   sigmatemp 0.5, pitemp 2, timescale 3.25, threshold 7 s\n", table.Text,
            StringComparison.Ordinal);
        Assert.Contains($"port       osc in: listening on 127.0.0.1:{service.Stage.InPort}\n", table.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_told_with_what_was_expected_and_what_does_not_exist_too()
    {
        using ServiceStage service = new(new TestStage { Mode = "useronly" });
        using NativeInstrument instrument = service.Play();
        (string Line, string Error)[] refused =
        [
            ("mode loud", "impsy: mode: expected callresponse, polyphony, filter, battle or useronly\n"),
            ("timescale 101", "impsy: timescale: expected a number 0..100\n"),
            ("sigmatemp hot", "impsy: sigmatemp: expected a number 0..10\n"),
            ("model ../../etc/passwd",
                "impsy: model: expected the name of a file among the models, found '../../etc/passwd'\n"),
            ("dance", "impsy: command: expected status, mode, model, reset, pause, sigmatemp, pitemp, timescale, "
                + "threshold, learn or reload, found 'dance'\n"),
        ];
        foreach ((string line, string error) in refused)
        {
            FinishedRun run = service.Command(["send", .. line.Split(' ')]);
            Assert.Equal((1, "", error), (run.ExitCode, run.Text, run.Error));
        }
        instrument.Signal(Signals.Terminate);
        FinishedRun gone = service.Command("status");
        Assert.Equal(69, gone.ExitCode);
        Assert.Contains("does the instrument run", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_sent_and_the_answer_waits_for_it()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true, Model = "models" });
        File.Copy(ServiceStage.ShippedModel, Path.Combine(service.Models, "one.onnx"));
        using NativeInstrument instrument = service.Play();
        File.WriteAllText(Path.Combine(service.Models, ".broken"), "no model");
        File.Move(Path.Combine(service.Models, ".broken"), Path.Combine(service.Models, "broken.onnx"));
        instrument.WaitForOutput("model refused");
        FinishedRun refused = service.Command("send", "model", "broken");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("broken.onnx", refused.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (service.Command("send", "model", "one").ExitCode, ""));
        Assert.Equal("one.onnx", Status(service).GetProperty("model").GetString());
    }

    /// <summary>In the torture's manner, but short: a client can do what it likes.</summary>
    [Fact]
    public void Clients_without_manners_hurt_nobody()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true });
        using OscPeer player = new(service.Stage);
        using NativeInstrument instrument = service.Play();
        Random random = new(1);
        List<Socket> slow = [];
        for (int i = 0; i < 40; i++)
        {
            Socket client = Connect(service);
            byte[] bytes = new byte[random.Next(1, 6000)];
            random.NextBytes(bytes);
            client.Send(bytes);
            slow.Add(client); // and never reads
        }
        foreach (string line in new[]
        {
            "", "null", "{", "[]", "{}", "{\"command\":5}", "{\"command\":\"mode\"}",
                "{\"command\":\"mode\",\"value\":{\"a\":[1]}}",
            "{\"command\":\"status\"} x", new string('[', 4000), "{\"command\":\"timescale\",\"value\":1e999}",
            "{\"command\":\"\\ud800\"}", "{\"command\":\"model\",\"value\":\"a\\u0000b\"}",
        })
        {
            using Socket client = Connect(service);
            JsonElement answer = Ask(client, line + "\n");
            Assert.False(answer.GetProperty("ok").GetBoolean());
            Assert.True(answer.GetProperty("error").GetString()!.Length > 0);
        }
        int before = player.PredictionCount;
        Wait.Until(() => player.PredictionCount >= before + 5, s_patience, () => "it fell silent");
        Assert.Equal("battle", Status(service).GetProperty("mode").GetString());
        slow.ForEach(client => client.Dispose());
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        Assert.False(File.Exists(service.ControlPath));
    }

    [Fact]
    public void Asked_ten_times_a_second_it_makes_no_collection()
    {
        using ServiceStage service = new(new TestStage { Mode = "battle", Autostart = true });
        using NativeInstrument instrument = service.Play();
        using Socket client = Connect(service);
        for (int i = 0; i < 20; i++)
            Ask(client, "{\"command\":\"status\"}\n");
        long before = Ask(client, "{\"command\":\"status\"}\n").GetProperty("collections").GetInt64();
        for (int i = 0; i < 3000; i++)
            Ask(client, "{\"command\":\"status\"}\n");
        Assert.Equal(before, Ask(client, "{\"command\":\"status\"}\n").GetProperty("collections").GetInt64());
    }

    [Fact]
    public void A_second_instrument_does_not_take_the_socket_away()
    {
        using ServiceStage service = new(new TestStage { Mode = "filter" });
        using NativeInstrument first = service.Play();
        using NativeInstrument second = service.Restart("--mode", "useronly");
        Assert.Contains("no control socket: ", second.Output, StringComparison.Ordinal);
        Assert.Equal("filter", Status(service).GetProperty("mode").GetString());
    }

    internal static JsonElement Status(ServiceStage service)
    {
        FinishedRun run = service.Command("status", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Text).RootElement;
    }

    private static Socket Connect(ServiceStage service)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream,
            ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(service.ControlPath));
        return socket;
    }

    private static JsonElement Ask(Socket client, string line)
    {
        client.Send(Encoding.UTF8.GetBytes(line));
        byte[] buffer = new byte[65_536];
        int length = 0;
        while (length == 0 || buffer[length - 1] != '\n')
        {
            int count = client.Receive(buffer.AsSpan(length));
            Assert.True(count > 0, "it hung up");
            length += count;
        }
        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }
}

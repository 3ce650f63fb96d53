using System.Text.Json;

namespace Impsy.TrainerCli.Tests.Evaluation;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A log has no time before its first row, so that is heard as 0 instead of 3.4 ms: measured 0.005 bits less.
    [Fact]
    public void The_golden_gesture_as_a_log_has_its_stored_bits()
    {
        string model = GoldenGesture.Export(_folder);
        string json = Trainer.AssertDone("evaluate", model, GoldenGesture.WriteLog(_folder), "--json", "--play", "100");
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        Assert.Equal(
            ["bits_per_event", "bits_dt", "bits_controls", "events", "takes", "free_run"],
            root.EnumerateObject().Select(property => property.Name));
        double bits = root.GetProperty("bits_per_event").GetDouble();
        Assert.Equal(GoldenGesture.Read("bits").Average(), bits, 0.01);
        Assert.Equal(
            bits, root.GetProperty("bits_dt").GetDouble() + root.GetProperty("bits_controls").GetDouble(), 1e-5);
        Assert.Equal((199, 1), (root.GetProperty("events").GetInt32(), root.GetProperty("takes").GetInt32()));
        Assert.Equal(
            [
                "seed", "primed_with", "sigmatemp", "pitemp", "events", "moved_per_event", "dt_median",
                "events_per_second", "step_size", "alive", "human",
            ],
            root.GetProperty("free_run").EnumerateObject().Select(property => property.Name));
        Assert.Equal(100, root.GetProperty("free_run").GetProperty("events").GetInt32());
        Assert.Equal(200, root.GetProperty("free_run").GetProperty("primed_with").GetInt32());
    }

    [Fact]
    public void For_people_each_take_has_a_line_and_the_same_seed_says_the_same()
    {
        string model = GoldenGesture.Export(_folder);
        _ = GoldenGesture.WriteLog(_folder);
        float[] still = [0.1f, .. Enumerable.Repeat(0.5f, 8)];
        Trainer.WriteLog(_folder.File("2026-05-02T20-00-00-9d-mdrnn.log"), [still, still, still]);
        File.AppendAllText(_folder.File("2026-05-02T20-00-00-9d-mdrnn.log"), "half a");
        string output = Trainer.AssertDone("evaluate", model, _folder.Root, "--play", "200");
        string[] lines = output.Split('\n');
        Assert.Equal($"{model}: 9d, 2 x 64 LSTM, 24 mixtures, fp32", lines[0]);
        Assert.Equal("2026-05-02T20-00-00-9d-mdrnn.log(4): 1 row not used: the file ends inside the line", lines[1]);
        Assert.Matches(@"^take {28}    events     bits       dt controls     nats$", lines[3]);
        Assert.Matches(
            @"^2026-05-01T20-00-00-9d-mdrnn\.log       199    11\.05 +\d\.\d\d +\d\.\d\d   -26\.2\d$", lines[4]);
        Assert.Matches(@"^2026-05-02T20-00-00-9d-mdrnn\.log         2 ", lines[5]);
        Assert.Matches(@"^2 takes                                201 ", lines[6]);
        Assert.Equal("playing alone, 200 events after 200 of 2026-05-01T20-00-00-9d-mdrnn.log", lines[8]);
        Assert.Equal("(sigmatemp 1, pitemp 1, seed 1)", lines[9]);
        Assert.Equal(output, Trainer.AssertDone("evaluate", model, _folder.Root, "--play", "200"));
        Assert.NotEqual(output, Trainer.AssertDone("evaluate", model, _folder.Root, "--play", "200", "--seed", "2"));
    }

    [Fact]
    public void A_dataset_of_the_same_playing_starts_one_event_later()
    {
        string model = GoldenGesture.Export(_folder);
        _ = GoldenGesture.WriteLog(_folder);
        Trainer.AssertDone("dataset", "-S", _folder.Root, "-O", _folder.Root, "-F", "d.npz");
        using JsonDocument document = JsonDocument.Parse(
            Trainer.AssertDone("evaluate", model, _folder.File("d.npz"), "--json", "--play", "1"));
        Assert.Equal(198, document.RootElement.GetProperty("events").GetInt32());
    }

    [Fact]
    public void What_cannot_be_evaluated_is_a_sentence()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        Trainer.AssertMisused("--play: expected 1 to 1000000, found 0", "evaluate", model, log, "--play", "0");
        Trainer.AssertMisused("Required argument", "evaluate", model);
        Trainer.AssertFails("none.onnx", "evaluate", _folder.File("none.onnx"), log);
        Trainer.AssertFails("nowhere", "evaluate", model, _folder.File("nowhere"));
        string four = _folder.File("2026-05-01T20-00-00-4d-mdrnn.log");
        File.WriteAllText(four, "");
        Trainer.AssertFails("is a log of dimension 4, not 9", "evaluate", model, four);
        File.WriteAllText(_folder.File("one.log"), File.ReadLines(log).First() + "\n");
        Trainer.AssertFails("an event needs two rows", "evaluate", model, _folder.File("one.log"));
        byte[] whole = File.ReadAllBytes(model);
        File.WriteAllBytes(model, whole[..(whole.Length / 2)]);
        Trainer.AssertFails("golden.onnx: ", "evaluate", model, log);
        Trainer.AssertFails("is no dataset", "evaluate", ShippedModel(), Zip());
    }

    [Fact]
    public void A_dataset_of_single_events_has_nothing_to_predict()
    {
        string path = _folder.File("single.npz");
        using (FileStream file = File.Create(path))
        {
            Impsy.Inference.Performances.DatasetWriter.Write(
                [new Impsy.Inference.Performances.Take("a", 9, new float[9], hasOpening: false)], file);
        }
        Trainer.AssertFails("holds no event that follows another", "evaluate", ShippedModel(), path);
    }

    [Fact]
    public void Help_has_examples() => Assert.Contains(
        "impsy-trainer evaluate model.onnx logs/", Trainer.AssertDone("evaluate", "--help"));

    private static string ShippedModel() => Directory.GetFiles(
        Path.Combine(Impsy.TestSupport.Repository.Root, "models"), "*-dim9-*.onnx").Order().First();

    private string Zip()
    {
        string path = _folder.File("other.npz");
        using System.IO.Compression.ZipArchive archive =
            System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create);
        _ = archive.CreateEntry("other.npy");
        return path;
    }
}

using Impsy.Inference.Performances;
using Impsy.TrainerCli.Tests.Evaluation;

namespace Impsy.TrainerCli.Tests.Generation;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("out.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_metronome_fills_a_log_and_a_MIDI_file()
    {
        string model = _folder.File("m.onnx");
        Trainer.AssertDone("export", "--metronome", "0.25", "--dimension", "3", "--out", model);
        string midi = _folder.File("out.mid");
        string output = Trainer.AssertDone("generate", model, "--seconds", "1.1", "--out", Out, "--midi", midi);
        Assert.Equal(
            $"{Out}: 4 events\n{midi}: {new FileInfo(midi).Length} bytes\n" +
            "1.0 s; 4.0 events per second, 0.00 controls moved by each, 0 of 2 alive\n",
            output);
        LogReading reading =
            LogReader.Read(Out, 3, LogReadOptions.Default with { Predictions = true });
        Assert.Equal((0, 4, 0), (reading.Report.InterfaceRows, reading.Report.RnnRows, reading.Report.Problems.Count));
        Assert.Equal(
            [0, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f, 0.25f, 0.5f, 0.5f],
            reading.Takes.Single().Rows.ToArray());
        Assert.Equal("MThd"u8, File.ReadAllBytes(midi).AsSpan(0, 4));
    }

    [Fact]
    public void The_same_seed_plays_the_same_and_another_something_else()
    {
        string model = GoldenGesture.Export(_folder);
        float[] first = Play(model, "--seed", "3");
        Assert.Equal(first, Play(model, "--seed", "3"));
        Assert.NotEqual(first, Play(model, "--seed", "4"));
        Assert.NotEqual(first, Play(model, "--seed", "3", "--sigmatemp", "0.5"));
        Assert.NotEqual(first, Play(model, "--seed", "3", "--pitemp", "0.5"));
        float[] primed = Play(model, "--seed", "3", "--prime", GoldenGesture.WriteLog(_folder));
        Assert.NotEqual(first, primed);
        Assert.All(primed.Where((_, i) => i % 9 != 0), value => Assert.Equal(MathF.Round(value * 127) / 127, value));
    }

    /// <summary>At sigmatemp 0 a model hardly moves, so the controls are about where the player left them.</summary>
    [Fact]
    public void A_model_goes_on_where_the_player_stopped()
    {
        string model = GoldenGesture.Export(_folder);
        string log = GoldenGesture.WriteLog(_folder);
        float[] end = LogReader.Read(log, 9, LogReadOptions.Default).Takes.Single().Rows[^8..].ToArray();
        float[] begin = Play(model, "--prime", log, "--sigmatemp", "0", "--pitemp", "0")[1..9];
        Assert.InRange(end.Zip(begin, (a, b) => Math.Abs(a - b)).Max(), 0, 0.05);
    }

    [Fact]
    public void Misuse_is_said_in_words_and_nothing_is_written()
    {
        string model = GoldenGesture.Export(_folder);
        Trainer.AssertMisused("--seconds: expected 0.001 to 86400, found 0", "generate", model, "--seconds", "0");
        Trainer.AssertMisused("--sigmatemp: expected 0 to 10, found NaN", "generate", model, "--sigmatemp", "nan");
        Trainer.AssertMisused("--pitemp: expected 0 to 10, found 11", "generate", model, "--pitemp", "11");
        Trainer.AssertFails("Could not find", "generate", model, "--prime", _folder.File("none.log"), "--out", Out);
        Trainer.AssertFails("cannot be written", "generate", model, "--out", Path.Combine(_folder.Root, "no", "o.log"));
        Trainer.AssertFails("cannot be read", "generate", _folder.File("none.onnx"));
        Assert.Contains("--seconds 120 --seed 7", Trainer.AssertDone("generate", "--help"));
        Assert.Equal(["golden.onnx"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    /// <summary>(R*9) what it played within two seconds.</summary>
    private float[] Play(string model, params string[] options)
    {
        Trainer.AssertDone(["generate", model, "--seconds", "2", "--out", Out, .. options]);
        return LogReader.Read(Out, 9, LogReadOptions.Default with { Predictions = true })
            .Takes.Single().Rows.ToArray();
    }
}

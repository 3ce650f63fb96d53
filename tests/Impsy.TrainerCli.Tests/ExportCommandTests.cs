using Impsy.Inference;
using Impsy.TestSupport;
using Impsy.TrainerCli.Commands;

namespace Impsy.TrainerCli.Tests;

public sealed class ExportCommandTests : IDisposable
{
    private static readonly string s_weights = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz");
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_become_a_model_that_says_everything_it_was_told()
    {
        (int code, string output, string error) = Run(
            "export", "--weights", s_weights, "--out", Out, "--quantize", "int8", "--residual", "--grid", "128",
            "--gates", "hard_sigmoid", "--dt-max", "4", "--floor", "0.5", "--start", "0.25,0,0,0,0,0,0,0,1",
            "--sigmatemp", "0.75", "--pitemp", "0.5", "--events", "12", "--bits-per-event", "9.5", "--title", "T",
            "--source", "S", "--created", "2026-08-01T10:00:00+02:00", "--float-first-layer");
        Assert.Equal((TrainerCommand.Done, ""), (code, error));
        Assert.Equal(
            $"{Out}: 9d, 2 x 64 LSTM, 24 mixtures, int8, 9.5 bits per event, {new FileInfo(Out).Length} bytes\n",
            output);
        using MdrnnModel model = MdrnnModel.Load(Out, seed: 1);
        Assert.Equal(
            [
                "format=1", "dimension=9", "layers=2", "units=64", "mixtures=24", "scale=10", "floor=0.5",
                "residual=true", "gates=hard_sigmoid", "quantization=int8", "grid=128", "dt=linear", "dt_max=4",
                "start=0.25,0,0,0,0,0,0,0,1", "sigmatemp=0.75", "pitemp=0.5", "events=12", "bits_per_event=9.5",
                "created=2026-08-01T08:00:00Z", "title=T", "source=S",
            ],
            model.Metadata.Properties().Select(property => $"{property.Key["impsy.".Length..]}={property.Value}"));
    }

    [Fact]
    public void Without_options_a_model_is_what_the_network_is()
    {
        (int code, _, string error) = Run("export", "--weights", s_weights, "--out", Out);
        Assert.Equal((TrainerCommand.Done, ""), (code, error));
        using MdrnnModel model = MdrnnModel.Load(Out, seed: 1);
        ModelMetadata expected = new()
        {
            Dimension = 9,
            Layers = 2,
            Units = 64,
            Mixtures = 24,
            Start = model.Metadata.Start,
            Created = model.Metadata.Created,
        };
        Assert.Equal(expected, model.Metadata);
        Assert.Equal([0, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f], model.Metadata.Start.AsEnumerable());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("fp16")]
    [InlineData("int8")]
    public void The_same_export_gives_the_same_bytes(string quantize)
    {
        string[] arguments =
            ["export", "--weights", s_weights, "--quantize", quantize, "--created", "2026-01-01", "--out"];
        Assert.Equal(TrainerCommand.Done, Run([.. arguments, _folder.File("a")]).Code);
        Assert.Equal(TrainerCommand.Done, Run([.. arguments, _folder.File("b")]).Code);
        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }

    [Fact]
    public void Fewer_bits_make_smaller_files()
    {
        Assert.InRange(Size("none"), 325_000, 335_000); // 81,000 weights
        Assert.InRange(Size("fp16"), 160_000, 175_000);
        Assert.InRange(Size("int8"), 175_000, 185_000); // the head, 117,000 bytes of it, stays float32

        long Size(string quantize)
        {
            Assert.Equal(0, Run("export", "--weights", s_weights, "--quantize", quantize, "--out", Out).Code);
            return new FileInfo(Out).Length;
        }
    }

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("export", "Option '--out' is required.")]
    [InlineData("export --out m", "give either --weights or --metronome")]
    [InlineData("export --out m --weights w --metronome 1 --dimension 2", "give either --weights or --metronome")]
    [InlineData("export --out m --metronome 1", "--metronome and --dimension go together")]
    [InlineData("export --out m --weights w --dimension 2", "--metronome and --dimension go together")]
    [InlineData("export --out m --metronome 0 --dimension 2", "--metronome: expected 0.001 to 3600 seconds, found 0")]
    [InlineData("export --out m --metronome nan --dimension 2", "expected 0.001 to 3600 seconds, found NaN")]
    [InlineData("export --out m --metronome 1 --dimension 66", "--dimension: expected 2 to 65, found 66")]
    [InlineData("export --out m --metronome 1 --dimension 2 --residual", "--residual does not go with --metronome")]
    [InlineData("export --out m --weights w --float-first-layer", "--float-first-layer goes with --quantize int8 only")]
    [InlineData("export --out m --weights w --created soon", "--created: expected an ISO 8601 time, found 'soon'")]
    [InlineData("export --out m --weights w --quantize int4", "Argument 'int4' not recognized.")]
    [InlineData("export --out m --weights w --grid x", "Cannot parse argument 'x' for option '--grid'")]
    [InlineData("export --out m --weights w --sigma 1", "Unrecognized command or argument '--sigma'.")]
    public void Misuse_is_said_in_words_with_code_2(string line, string expected)
    {
        (int code, string output, string error) = Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((TrainerCommand.Misused, ""), (code, output));
        Assert.Contains(expected, error);
    }

    [Fact]
    public void Every_value_out_of_range_is_said_at_once()
    {
        (int code, _, string error) = Run(
            "export", "--weights", s_weights, "--out", Out, "--sigmatemp", "11", "--start", "0,1", "--grid", "100");
        Assert.Equal(TrainerCommand.Misused, code);
        Assert.Equal(
            "impsy-trainer export: impsy.grid: expected 0 or 127 or 128, found '100'\n" +
            "impsy-trainer export: " +
            "impsy.start: expected 9 numbers, seconds 0..5 and then controls 0..1, found '0,1'\n" +
            "impsy-trainer export: impsy.sigmatemp: expected a number 0..10, found '11'\n",
            error);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public void What_fails_is_one_line_with_code_1()
    {
        File.WriteAllText(_folder.File("text.npz"), "no archive");
        AssertFails("text.npz: is no .npz file", "export", "--weights", _folder.File("text.npz"), "--out", Out);
        AssertFails("Could not find file", "export", "--weights", _folder.File("none.npz"), "--out", Out);
        AssertFails(
            "Could not find a part of the path",
            "export", "--weights", s_weights, "--out", Path.Combine(_folder.Root, "none", "m.onnx"));
        string golden = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz");
        AssertFails("lstm0.kernel: is not there; the file has events", "export", "--weights", golden, "--out", Out);
        Assert.Equal(["text.npz"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Help_has_examples()
    {
        (int code, string output, string error) = Run("export", "--help");
        Assert.Equal((TrainerCommand.Done, ""), (code, error));
        Assert.Contains("--quantize", output);
        Assert.Contains("impsy-trainer export --metronome 0.05 --dimension 9 --out metronome.onnx", output);
        Assert.Contains("export", Run("--help").Output);
    }

    private static void AssertFails(string expected, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((TrainerCommand.Failed, ""), (code, output));
        Assert.StartsWith("impsy-trainer: ", error);
        Assert.Contains(expected, error);
        Assert.Equal(error.Length - 1, error.IndexOf('\n'));
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = TrainerCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}

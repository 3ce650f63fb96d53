using Impsy.Inference;
using Impsy.TrainerCli.Evaluation;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Tests.Evaluation;

public sealed class QuantizeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_of_a_model_file_come_back_as_they_were()
    {
        string path = GoldenGesture.Export(_folder);
        using MdrnnModel model = MdrnnModel.Load(path, seed: 1);
        Models.MdrnnWeights before = Models.MdrnnWeights.Load(
            Impsy.TestSupport.Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz"));
        Models.MdrnnWeights after = OnnxModelReader.Read(File.ReadAllBytes(path), model.Metadata);
        float[][] expected = [.. Import.ImportVectors.Arrays(before)];
        float[][] actual = [.. Import.ImportVectors.Arrays(after)];
        // The first kernel was multiplied by 10 and is divided by 10 again: one rounding off.
        Assert.All(
            expected[0].Zip(actual[0]),
            pair => Assert.Equal(pair.First, pair.Second, MathF.Abs(pair.First) * 2e-7f));
        Assert.Equal(expected[1..], actual[1..]);
    }

    [Fact]
    public void The_faster_that_stays_good_enough_is_written()
    {
        string path = GoldenGesture.Export(_folder, "--bits-per-event", "9.5", "--title", "T");
        string log = GoldenGesture.WriteLog(_folder);
        string output = Trainer.AssertDone("quantize", path, "--source", log, "--max-loss", "100");
        string target = _folder.File("musicMDRNN-dim9-layers2-units64-mixtures24-scale10-int8.onnx");
        string[] lines = output.Split('\n');
        Assert.Matches(@"^on 199 events ", lines[0]);
        Assert.Matches(@"^float32 +11\.0\d\d +0\.00 % +3\d{5} ", lines[1]);
        Assert.Matches(@"^int8, all layers +1\d\.\d{3} +-?\d\.\d\d % +18\d{4} ", lines[2]);
        Assert.Matches(@"^int8, first layer float32 +1\d\.\d{3} +-?\d\.\d\d % +23\d{4} ", lines[3]);
        Assert.StartsWith($"{target}: int8, all layers; 9d, 2 x 64 LSTM, 24 mixtures, int8, ", lines[4]);
        using MdrnnModel model = MdrnnModel.Load(target, seed: 1);
        Assert.Equal(
            (Quantization.Int8, true, 127, "T"),
            (model.Metadata.Quantization, model.Metadata.Residual, model.Metadata.Grid, model.Metadata.Title));
        Assert.InRange(model.Metadata.BitsPerEvent ?? 0, 10.5, 11.5); // measured now, not the 9.5 of before
    }

    [Theory]
    [InlineData(0.4, 0.3, "all")]
    [InlineData(0.5, 2, "all")]
    [InlineData(0.6, 0.5, "first")]
    [InlineData(0.6, 0.51, null)]
    [InlineData(-3, -4, "all")]
    [InlineData(double.NaN, 0.1, "first")]
    public void The_gate_opens_for_the_first_that_loses_little(double all, double first, string? chosen)
    {
        TakeScore score = new("", 1, 1, 1, 1);
        QuantizationTrial[] trials =
        [
            new("float32", false, score, 0, 1, 1),
            new("all", false, score, all, 1, 1),
            new("first", true, score, first, 1, 1),
        ];
        Assert.Equal(chosen, QuantizationGate.Choose(trials, 0.5)?.Name);
    }

    /// <summary>One knob after the other turns to and fro; on an x86 desktop all lose 0.9 % and 0.3 % by it.</summary>
    [Fact]
    public void When_both_lose_too_much_nothing_is_written()
    {
        string path = GoldenGesture.Export(_folder);
        string log = _folder.File("2026-05-03T20-00-00-9d-mdrnn.log");
        Trainer.WriteLog(log, Turning(300));
        (int code, string output, string error) = Trainer.Run("quantize", path, "-S", log, "--max-loss", "0");
        Assert.Equal(
            (1, $"impsy-trainer: {path}: both lose more than 0 %: nothing written\n"), (code, error));
        Assert.Equal(4, output.Count(character => character == '\n'));
        Assert.Equal(
            ["2026-05-03T20-00-00-9d-mdrnn.log", "golden.onnx"],
            Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_quantized_is_a_sentence()
    {
        string path = GoldenGesture.Export(_folder, "--quantize", "fp16");
        string log = GoldenGesture.WriteLog(_folder);
        Trainer.AssertFails("golden.onnx: has reduced weights already", "quantize", path, "--source", log);
        Trainer.AssertMisused("'--source' is required", "quantize", path);
        Trainer.AssertMisused("--max-loss: expected 0 or more", "quantize", path, "--source", log, "--max-loss", "nan");
        Trainer.AssertFails("a.log", "quantize", GoldenGesture.Export(_folder), "--source", _folder.File("a.log"));
        Assert.Contains("--max-loss 1", Trainer.AssertDone("quantize", "--help"));
    }

    [Fact]
    public void No_damage_makes_the_reader_of_model_files_crash()
    {
        byte[] file = File.ReadAllBytes(GoldenGesture.Export(_folder));
        Random random = new(5);
        for (int i = 0; i < 500; i++)
        {
            byte[] broken = i % 5 == 0 ? file[..random.Next(file.Length)] : [.. file];
            for (int k = 0; i % 5 != 0 && k < 200; k++)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                _ = OnnxFile.Read(broken).Weights.Select(weights => weights.Description).ToArray();
            }
            catch (InvalidDataException refusal)
            {
                Assert.StartsWith("is no ONNX file: ", refusal.Message);
            }
        }
    }

    private static IEnumerable<float[]> Turning(int count)
    {
        Random random = new(1);
        int[] knobs = [.. Enumerable.Repeat(64, 8)];
        for (int i = 0; i < count; i++)
        {
            int knob = i / 40 % 8;
            knobs[knob] = Math.Clamp(knobs[knob] + random.Next(-2, 3), 0, 127);
            yield return [random.Next(3) == 0 ? 0.008f : 0.025f, .. knobs.Select(value => value / 127f)];
        }
    }
}

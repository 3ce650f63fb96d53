using Impsy.TrainerCli.Tests.Evaluation;

namespace Impsy.TrainerCli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_that_a_file_says_of_itself_is_told()
    {
        string path = GoldenGesture.Export(_folder, "--title", "Mine", "--created", "2026-05-01");
        string output = Trainer.AssertDone("inspect", path);
        string[] lines = output.Split('\n');
        Assert.Equal($"{path}: 9d, 2 x 64 LSTM, 24 mixtures, fp32, {new FileInfo(path).Length} bytes", lines[0]);
        Assert.Equal(
            "by its shape it would be called musicMDRNN-dim9-layers2-units64-mixtures24-scale10.onnx", lines[1]);
        Assert.Equal(
            [
                "format 1", "dimension 9", "layers 2", "units 64", "mixtures 24", "scale 10", "floor 0",
                "residual true", "gates sigmoid", "quantization none", "grid 127", "dt linear", "dt_max 5",
                "start 0,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5", "sigmatemp 1", "pitemp 1", "created 2026-05-01T00:00:00Z",
                "title Mine",
            ],
            lines[3..21].Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal("  operators       LSTM LSTM Squeeze Gemm", lines[22]);
        Assert.Contains("  lstm0.kernel           float32 (1, 256, 9)          9216 bytes", lines);
        Assert.Contains("  head.kernel            float32 (456, 64)          116736 bytes", lines);
        Assert.Equal("  9 tensors, 82121 numbers", lines[^2]);
    }

    [Fact]
    public void What_is_no_model_is_refused_with_its_reason()
    {
        string path = _folder.File("m.onnx");
        File.WriteAllText(path, "no model");
        Trainer.AssertFails($"{path}: load model", "inspect", path);
        Trainer.AssertFails("Could not find", "inspect", _folder.File("none.onnx"));
        Trainer.AssertMisused("Required argument", "inspect");
        Assert.Contains("impsy-trainer inspect model.onnx", Trainer.AssertDone("inspect", "--help"));
    }
}

using Impsy.Inference;
using Impsy.TrainerCli.Commands;

namespace Impsy.TrainerCli.Tests;

public class MetronomeTests
{
    [Theory]
    [InlineData("0.001", 2)]
    [InlineData("0.05", 9)]
    [InlineData("0.07", 4)]
    [InlineData("1.7", 65)]
    [InlineData("5", 3)]
    [InlineData("61.3", 2)]
    [InlineData("3600", 2)]
    public void It_says_the_same_whatever_it_hears_at_any_temperature(string seconds, int dimension)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("metronome.onnx");
        using StringWriter output = new();
        Assert.Equal(0, TrainerCommand.Run(
            ["export", "--metronome", seconds, "--dimension", $"{dimension}", "--out", path], output, output));
        using MdrnnModel model = MdrnnModel.Load(path, seed: 9);
        float period = float.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture);
        float[] expected = [period, .. Enumerable.Repeat(0.5f, dimension - 1)];
        Random random = new(6);
        float[] current = new float[dimension];
        float[] next = new float[dimension];
        for (int i = 0; i < 2000; i++)
        {
            for (int d = 0; d < dimension; d++)
                current[d] = i % 7 == 0 ? float.NaN : 3 * random.NextSingle() - 1;
            Temperatures temperatures = new(i % 3 * 5, i % 5 * 2.5f);
            model.Predict(current, temperatures, next);
            Assert.Equal(expected, next);
        }
        Assert.Equal(0, model.Recoveries);
        Assert.InRange(new FileInfo(path).Length, 0, 10_000);
    }
}

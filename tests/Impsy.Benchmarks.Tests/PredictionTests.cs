using System.Numerics;
using Impsy.Benchmarks.Predictions;
using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.Benchmarks.Tests;

public class PredictionTests
{
    public static TheoryData<string> Sizes() => [.. NetworkSize.All.Select(size => size.Name)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_yardstick_computes_what_ONNX_Runtime_computes(string name)
    {
        MdrnnWeights weights = BenchmarkModels.Random(NetworkSize.All.First(size => size.Name == name));
        using MdrnnModel model = MdrnnModel.Load(BenchmarkModels.Export(weights, Quantization.None), name, seed: 1);
        using SimdNetwork simd = new(weights);
        PredictionBenchmark.Compare(model, simd, PredictionBenchmark.Gesture());
    }

    [Fact]
    public void A_yardstick_of_another_network_is_refused()
    {
        byte[] echo = BenchmarkModels.Export(BenchmarkModels.Echo(NetworkSize.S), Quantization.None);
        using MdrnnModel model = MdrnnModel.Load(echo, "echo", seed: 1);
        using SimdNetwork simd = new(BenchmarkModels.Random(NetworkSize.S));
        Assert.Throws<InvalidDataException>(
            () => PredictionBenchmark.Compare(model, simd, PredictionBenchmark.Gesture()));
    }

    [Fact]
    public void The_exponential_is_right_to_three_units_in_the_last_place()
    {
        float[] x = new float[Vector<float>.Count];
        float[] y = new float[Vector<float>.Count];
        for (int i = -8700; i <= 8800; i++)
        {
            x.AsSpan().Fill(i / 100f);
            Exponential.Of(new Vector<float>(x)).CopyTo(y);
            double exact = Math.Exp(x[0]);
            Assert.InRange(y[0] / exact, 1 - 3 * 1.2e-7, 1 + 3 * 1.2e-7);
        }
    }

    /// <summary>On this rests the matching of outputs to inputs: 4096 values of a control must stay apart.</summary>
    [Fact]
    public void The_echo_answers_what_it_heard()
    {
        byte[] file = BenchmarkModels.Export(BenchmarkModels.Echo(NetworkSize.S), Quantization.None, residual: true);
        using MdrnnModel model = MdrnnModel.Load(file, "echo", seed: 1);
        float[] predicted = new float[model.Dimension];
        foreach (float[] current in PredictionBenchmark.Gesture())
        {
            model.Predict(current, new Temperatures(1, 1), predicted);
            Assert.Equal(0.1f, predicted[0], 1e-6f);
            for (int i = 1; i < current.Length; i++)
                Assert.Equal(current[i], predicted[i], 1e-6f);
        }
    }
}

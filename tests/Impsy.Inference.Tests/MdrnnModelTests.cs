using Impsy.TestSupport;
using Impsy.TrainerCli.Models;

namespace Impsy.Inference.Tests;

public class MdrnnModelTests
{
    private static readonly Temperatures s_one = new(1, 1);

    // float32 against double; measured 3.5e-6, of values up to about 20.
    [Theory]
    [InlineData(2, 1, 1, 1, GateActivation.Sigmoid, false)]
    [InlineData(2, 2, 16, 5, GateActivation.HardSigmoid, false)]
    [InlineData(4, 2, 32, 5, GateActivation.Sigmoid, false)]
    [InlineData(4, 2, 32, 12, GateActivation.Sigmoid, true)]
    [InlineData(9, 2, 64, 5, GateActivation.HardSigmoid, false)]
    [InlineData(9, 3, 17, 24, GateActivation.Sigmoid, true)]
    [InlineData(17, 1, 24, 3, GateActivation.Sigmoid, false)]
    [InlineData(65, 2, 16, 2, GateActivation.HardSigmoid, true)]
    public void Every_shape_computes_what_its_definition_says(
        int dimension, int layers, int units, int mixtures, GateActivation gates, bool dtLog)
    {
        MdrnnWeights weights = TestModels.RandomWeights(dimension, layers, units, mixtures, seed: dimension);
        ModelMetadata metadata = TestModels.MetadataOf(weights) with { Gates = gates, DtLog = dtLog };
        using MdrnnModel model = MdrnnModel.Load(TestModels.Export(weights, metadata), "random", seed: 1);
        ReferenceNetwork reference = new(weights, metadata);
        double worst = 0;
        foreach (float[] current in TestModels.Gesture(30, dimension, seed: 2))
        {
            double[] expected = reference.Step(current);
            model.Step(current);
            Assert.Equal(expected.Length, model.Head.Length);
            for (int i = 0; i < expected.Length; i++)
                worst = Math.Max(worst, Math.Abs(model.Head[i] - expected[i]));
        }
        Assert.InRange(worst, 0, 2e-5);
    }

    // 8-bit weights and inputs in two layers: measured 0.026, of values up to about 20. Swapped gates give over 1.
    [Theory]
    [InlineData(GateActivation.Sigmoid)]
    [InlineData(GateActivation.HardSigmoid)]
    public void Eight_bit_layers_compute_roughly_the_same(GateActivation gates)
    {
        MdrnnWeights weights = TestModels.RandomWeights(9, layers: 2, units: 32, mixtures: 5, seed: 3);
        ModelMetadata metadata = TestModels.MetadataOf(weights) with { Gates = gates };
        byte[] bytes = TestModels.Export(weights, metadata, Quantization.Int8);
        using MdrnnModel model = MdrnnModel.Load(bytes, "random", seed: 1);
        ReferenceNetwork reference = new(weights, metadata);
        double worst = 0;
        foreach (float[] current in TestModels.Gesture(30, 9, seed: 2))
        {
            double[] expected = reference.Step(current);
            model.Step(current);
            for (int i = 0; i < expected.Length; i++)
                worst = Math.Max(worst, Math.Abs(model.Head[i] - expected[i]));
        }
        Assert.InRange(worst, 1e-3, 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    public void After_a_reset_it_plays_as_if_new_whichever_binding_is_next(int stepsBefore)
    {
        using MdrnnModel fresh = TestModels.Random(9);
        using MdrnnModel used = TestModels.Random(9);
        foreach (float[] current in TestModels.Gesture(stepsBefore, 9, seed: 8))
            used.Step(current);
        used.Reset();
        foreach (float[] current in TestModels.Gesture(5, 9, seed: 9))
        {
            fresh.Step(current);
            used.Step(current);
            Assert.Equal(fresh.Head.ToArray(), used.Head.ToArray());
        }
    }

    [Fact]
    public void The_same_seed_plays_the_same_and_another_does_not()
    {
        Assert.Equal(Play(seed: 7), Play(seed: 7));
        Assert.NotEqual(Play(seed: 7), Play(seed: 8));

        static float[] Play(int seed)
        {
            using MdrnnModel model = TestModels.Random(9, metadata => metadata with { Residual = true }, seed);
            float[] current = [.. model.Metadata.Start];
            List<float> played = [];
            for (int i = 0; i < 50; i++)
            {
                model.Predict(current, s_one, current);
                played.AddRange(current);
            }
            return [.. played];
        }
    }

    [Fact]
    public void Predicting_allocates_nothing()
    {
        using MdrnnModel model = TestModels.Bootstrap(Quantization.Int8);
        float[] current = [.. model.Metadata.Start];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                model.Predict(current, s_one, current);
        }));
    }

    [Fact]
    public void Every_prediction_lies_within_its_range_and_on_the_grid()
    {
        using MdrnnModel model = TestModels.Bootstrap(Quantization.None);
        float[] current = [.. model.Metadata.Start];
        for (int i = 0; i < 2000; i++)
        {
            model.Predict(current, new Temperatures(10, 10), current);
            Assert.InRange(current[0], Mixture.ShortestDt, 5);
            foreach (float control in current.AsSpan(1))
            {
                Assert.InRange(control, 0, 1);
                Assert.Equal(MathF.Round(control * 127) / 127, control);
            }
        }
        Assert.Equal(0, model.Recoveries);
    }

    [Fact]
    public void A_long_pause_counts_as_the_longest_the_model_knows()
    {
        using MdrnnModel paused = TestModels.Bootstrap(Quantization.None);
        using MdrnnModel limited = TestModels.Bootstrap(Quantization.None);
        float[] controls = [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f];
        paused.Step([434, .. controls]);
        limited.Step([5, .. controls]);
        Assert.Equal(limited.Head.ToArray(), paused.Head.ToArray());
    }

    [Fact]
    public void What_is_no_number_says_nothing_and_what_is_out_of_range_is_clipped()
    {
        using MdrnnModel model = TestModels.Random(5);
        float[][] given =
        [
            [float.NaN, float.NaN, 0.25f, 2, -1],
            [float.PositiveInfinity, 0.75f, float.NaN, float.PositiveInfinity, float.NegativeInfinity],
            [-3, float.NaN, float.NaN, 0.5f, 0.125f],
        ];
        float[][] expected = [[0, 0.5f, 0.25f, 1, 0], [5, 0.75f, 0.25f, 1, 0], [0, 0.75f, 0.25f, 0.5f, 0.125f]];
        List<float[]> heard = [];
        foreach (float[] current in given)
        {
            model.Step(current);
            heard.Add([.. model.Heard]);
        }
        Assert.Equal(expected, heard);
    }

    [Fact]
    public void A_network_of_NaN_keeps_the_controls_and_counts()
    {
        MdrnnWeights good = TestModels.RandomWeights(4, layers: 1, units: 4, mixtures: 2, seed: 1);
        good.Means.Kernel.AsSpan().Fill(float.NaN);
        using MdrnnModel model =
            MdrnnModel.Load(TestModels.Export(good, TestModels.MetadataOf(good)), "broken", seed: 1);
        float[] next = new float[4];
        for (int i = 1; i <= 3; i++)
        {
            model.Predict([0.1f, 0.2f, 0.3f, float.NaN], s_one, next);
            Assert.Equal([0.5f, 0.2f, 0.3f, 0.5f], next);
            Assert.Equal(i, model.Recoveries);
        }
    }

    // ONNX Runtime's gates turn a NaN into a number, so not every one arrives at the head.
    [Theory]
    [InlineData(Quantization.None)]
    [InlineData(Quantization.Fp16)]
    [InlineData(Quantization.Int8)]
    public void Whichever_weights_are_NaN_no_NaN_is_played(Quantization quantization)
    {
        for (int broken = 0; broken < 12; broken++)
        {
            MdrnnWeights weights = TestModels.RandomWeights(3, layers: 2, units: 4, mixtures: 2, seed: 1);
            float[][] all =
            [
                .. weights.Layers.SelectMany(layer => new[] { layer.Kernel, layer.Recurrent, layer.Bias }),
                weights.Means.Kernel, weights.Means.Bias, weights.Deviations.Kernel, weights.Deviations.Bias,
                weights.Logits.Kernel, weights.Logits.Bias,
            ];
            all[broken].AsSpan().Fill(float.NaN);
            byte[] bytes = TestModels.Export(weights, TestModels.MetadataOf(weights), quantization);
            using MdrnnModel model = MdrnnModel.Load(bytes, "broken", seed: 1);
            float[] current = [.. model.Metadata.Start];
            for (int i = 0; i < 20; i++)
            {
                model.Predict(current, s_one, current);
                Assert.InRange(current[0], Mixture.ShortestDt, 5);
                Assert.All(current.Skip(1), control => Assert.InRange(control, 0, 1));
            }
        }
    }

    [Fact]
    public void A_state_that_overflows_is_reset_and_the_model_plays_on()
    {
        // The cell holds its own weight in: a forget gate of 1 and an input of 1 each step. What it says is finite
        // from a zero state, and overflows once the cell has been reached by a control of 1.
        MdrnnWeights weights = TestModels.RandomWeights(2, layers: 1, units: 1, mixtures: 1, seed: 1);
        float[] kernel = weights.Layers[0].Kernel; // (4, 2): rows i, f, g, o
        Array.Clear(kernel);
        Array.Clear(weights.Layers[0].Recurrent);
        weights.Layers[0].Bias.AsSpan().Fill(10);
        weights.Layers[0].Bias[2] = 0;
        kernel[2 * 2 + 1] = 10;
        weights.Means.Kernel.AsSpan().Fill(float.MaxValue); // times tanh(cell): finite
        weights.Means.Bias[0] = weights.Means.Bias[1] = float.MaxValue / 5; // 0.76 + 0.2, then 0.96 + 0.2
        using MdrnnModel model =
            MdrnnModel.Load(TestModels.Export(weights, TestModels.MetadataOf(weights)), "loud", seed: 1);
        float[] next = new float[2];
        model.Predict([0.1f, 1], new Temperatures(0, 0), next); // the cell is 1
        Assert.Equal([5f, 1f], next);
        Assert.Equal(0, model.Recoveries);
        model.Predict([0.1f, 1], new Temperatures(0, 0), next); // the cell would be 2; from zero again it is 1
        Assert.Equal([5f, 1f], next);
        Assert.Equal(1, model.Recoveries);
    }

    [Fact]
    public void A_file_that_is_overwritten_while_it_plays_changes_nothing()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        MdrnnWeights weights = TestModels.RandomWeights(9, layers: 2, units: 8, mixtures: 3, seed: 5);
        byte[] bytes = TestModels.Export(weights, TestModels.MetadataOf(weights));
        File.WriteAllBytes(path, bytes);
        try
        {
            using MdrnnModel playing = MdrnnModel.Load(path, seed: 1);
            using MdrnnModel untouched = MdrnnModel.Load(bytes, "untouched", seed: 1);
            File.WriteAllBytes(path, new byte[bytes.Length / 2]);
            foreach (float[] current in TestModels.Gesture(20, 9, seed: 4))
            {
                playing.Step(current);
                untouched.Step(current);
                Assert.Equal(untouched.Head.ToArray(), playing.Head.ToArray());
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Many_models_can_be_loaded_and_disposed()
    {
        for (int i = 0; i < 20; i++)
        {
            using MdrnnModel model = TestModels.Random(9);
            model.Step(model.Metadata.Start.AsSpan());
        }
    }

    [Fact]
    public void It_says_which_runtime_computes()
    {
        using MdrnnModel model = TestModels.Random(2);
        Assert.StartsWith("ONNX Runtime 1.", model.Runtime);
        Assert.Contains("libonnxruntime", model.Runtime);
    }
}

using System.Text;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.Inference.Tests;

/// <summary>Files that are no model, or no good one: each is refused in words, and none ends the process.</summary>
public class BrokenModelTests
{
    private static readonly MdrnnWeights s_weights =
        TestModels.RandomWeights(4, layers: 2, units: 8, mixtures: 3, seed: 1);

    private static readonly ModelMetadata s_metadata = TestModels.MetadataOf(s_weights) with
    {
        Title = "aa",
        Created = "2026",
    };

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        ModelException failure = Assert.Throws<ModelException>(() => MdrnnModel.Load("/nowhere/m.onnx", seed: 1));
        Assert.StartsWith("/nowhere/m.onnx: cannot be read: ", failure.Message);
    }

    [Fact]
    public void A_folder_is_no_model() => Assert.StartsWith(
        "/tmp: cannot be read: ", Assert.Throws<ModelException>(() => MdrnnModel.Load("/tmp", seed: 1)).Message);

    [Fact]
    public void An_empty_file_is_called_empty() => Assert.Equal(["the file is empty"], Mistakes([]));

    [Fact]
    public void Garbage_is_refused_in_the_words_of_the_runtime()
    {
        byte[] garbage = new byte[5000];
        new Random(3).NextBytes(garbage);
        Assert.StartsWith("load model: ", Assert.Single(Mistakes(garbage)));
        Assert.StartsWith("load model: ", Assert.Single(Mistakes(Encoding.ASCII.GetBytes("<html>404</html>"))));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = TestModels.Export(s_weights, s_metadata);
        for (int length = 1; length < whole.Length; length += 1 + length / 20)
            Assert.NotEmpty(Mistakes(whole[..length]));
    }

    [Fact]
    public void A_file_with_flipped_bits_is_refused_or_plays_finite_events()
    {
        byte[] whole = TestModels.Export(s_weights, s_metadata, Quantization.Int8);
        Random random = new(17);
        float[] next = new float[4];
        int refused = 0;
        for (int round = 0; round < 150; round++)
        {
            byte[] broken = [.. whole];
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                using MdrnnModel model = MdrnnModel.Load(broken, "flipped", seed: 1);
                if (model.Dimension != next.Length)
                    continue;
                model.Predict([0.1f, 0.2f, 0.3f, 0.4f], new Temperatures(1, 1), next);
                Assert.All(next, value => Assert.True(float.IsFinite(value)));
            }
            catch (ModelException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 10, 140);
    }

    [Fact]
    public void Another_network_is_told_apart() => Assert.Equal(
        ["impsy.format: expected 1, found none: this is no model of IMPSY Edge"],
        Mistakes(Graph([], withHead: true)));

    [Fact]
    public void Every_wrong_value_of_the_metadata_is_said_at_once()
    {
        Dictionary<string, string> properties = new(s_metadata.Properties())
        {
            ["impsy.format"] = "2",
            ["impsy.dimension"] = "66",
            ["impsy.scale"] = "NaN",
            ["impsy.residual"] = "maybe",
            ["impsy.gates"] = "tanh",
            ["impsy.quantization"] = "int4",
            ["impsy.grid"] = "100",
            ["impsy.dt"] = "square",
            ["impsy.dt_max"] = "-1",
            ["impsy.sigmatemp"] = "11",
            ["impsy.events"] = "-1",
            ["impsy.bits_per_event"] = "few",
        };
        properties.Remove("impsy.units");
        properties.Remove("impsy.start");
        Assert.Equal(
            [
                "impsy.format: expected 1, found '2'",
                "impsy.dimension: expected a whole number 2..65, found '66'",
                "impsy.dt_max: expected a number 0.001..3600, found '-1'",
                "impsy.units: expected a whole number 1..4096, found none",
                "impsy.scale: expected a number 0.001..1000, found 'NaN'",
                "impsy.residual: expected false or true, found 'maybe'",
                "impsy.gates: expected sigmoid or hard_sigmoid, found 'tanh'",
                "impsy.quantization: expected none or fp16 or int8, found 'int4'",
                "impsy.grid: expected 0 or 127 or 128, found '100'",
                "impsy.dt: expected linear or log, found 'square'",
                "impsy.start: expected 2 numbers, seconds 0..0.001 and then controls 0..1, found none",
                "impsy.sigmatemp: expected a number 0..10, found '11'",
                "impsy.events: expected a whole number from 0, found '-1'",
                "impsy.bits_per_event: expected a number 0..200, found 'few'",
            ],
            Mistakes(Graph(properties, withHead: true)));
    }

    [Fact]
    public void Metadata_that_contradicts_the_tensors_is_said_with_both_shapes()
    {
        ModelMetadata wider = s_metadata with { Dimension = 5, Start = [0, 0, 0, 0, 0] };
        Dictionary<string, string> properties = new(wider.Properties());
        Assert.Equal(
            [
                "input input: expected float32 (1, 1, 5), found float32 (1, 1, 4)",
                "output head: expected float32 (1, 33), found float32 (1, 27)",
            ],
            Mistakes(Graph(properties, withHead: true)));
    }

    [Fact]
    public void Missing_and_surplus_tensors_are_said()
    {
        Dictionary<string, string> properties = new((s_metadata with { Layers = 3 }).Properties());
        Assert.Equal(
            [
                "input h2: expected float32 (1, 1, 8), found none",
                "input c2: expected float32 (1, 1, 8), found none",
                "output head: expected float32 (1, 27), found none",
                "output h2_out: expected float32 (1, 1, 8), found none",
                "output c2_out: expected float32 (1, 1, 8), found none",
                "output surplus: expected none of that name, found float32 (1, 27)",
            ],
            Mistakes(Graph(properties, withHead: false)));
    }

    [Fact]
    public void Nodes_that_do_not_do_what_the_file_declares_are_found_at_load()
    {
        // The kernel is for three inputs, the declared input has four: seen by the runtime when it computes.
        OnnxGraph graph = new();
        ModelMetadata metadata = s_metadata with { Layers = 1 };
        graph.AddInput("input", [1, 1, 4]);
        graph.AddWeights("size", [3], [1L, 1, 9]);
        AddStates(graph, 1);
        graph.AddNode("Reshape", ["input", "size"], ["nine"]);
        graph.AddWeights("weights", [9, 27], new float[9 * 27]);
        graph.AddNode("Gemm", ["nine", "weights"], ["head"]);
        graph.AddOutput("head", [1, 27]);
        ModelException failure = Assert.Throws<ModelException>(
            () => MdrnnModel.Load(graph.ToModel("lie", metadata.Properties()).ToBytes(), "lie.onnx", seed: 1));
        Assert.StartsWith("lie.onnx: ", failure.Message);
    }

    private static void AddStates(OnnxGraph graph, int layers)
    {
        foreach (string name in Enumerable.Range(0, layers).SelectMany(l => new[] { $"h{l}", $"c{l}" }))
        {
            graph.AddInput(name, [1, 1, 8]);
            graph.AddOutput(name + "_out", [1, 1, 8]);
            graph.AddNode("Identity", [name], [name + "_out"]);
        }
    }

    /// <summary>A graph of the shape of <see cref="s_weights"/> with any metadata.</summary>
    private static byte[] Graph(Dictionary<string, string> properties, bool withHead)
    {
        OnnxGraph graph = new();
        string head = withHead ? "head" : "surplus";
        graph.AddInput("input", [1, 1, 4]);
        AddStates(graph, 2);
        graph.AddWeights("axis", [1], [0L]);
        graph.AddWeights("weights", [4, 27], new float[4 * 27]);
        graph.AddNode("Squeeze", ["input", "axis"], ["row"]);
        graph.AddNode("Gemm", ["row", "weights"], [head]);
        graph.AddOutput(head, [1, 27]);
        return graph.ToModel("test", properties).ToBytes();
    }

    private static IReadOnlyList<string> Mistakes(byte[] bytes)
    {
        ModelException failure = Assert.Throws<ModelException>(() => MdrnnModel.Load(bytes, "broken.onnx", seed: 1));
        Assert.Equal("broken.onnx", failure.Path);
        Assert.Equal(string.Join('\n', failure.Mistakes.Select(mistake => "broken.onnx: " + mistake)), failure.Message);
        return failure.Mistakes;
    }
}

using Impsy.Inference;
using Impsy.TestSupport;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Onnx;

namespace Impsy.TrainerCli.Tests.Import;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_imported_model_plays_and_says_where_it_comes_from()
    {
        string path = Save("weights only .h5", "mine.h5");
        string output = Trainer.AssertDone("import", path, "--out", Out, "--grid", "127");
        Assert.Equal(
            "gates hard_sigmoid: Keras 2.2.4-tf wrote the file, and used it until 2.3\n" +
            "to be sure, give performances by --source, and both will be measured\n" +
            $"{Out}: 3d, 2 x 2 LSTM, 2 mixtures, fp32, {new FileInfo(Out).Length} bytes\n",
            output);
        using MdrnnModel model = MdrnnModel.Load(Out, seed: 1);
        ModelMetadata expected = new()
        {
            Dimension = 3,
            Layers = 2,
            Units = 2,
            Mixtures = 2,
            Gates = GateActivation.HardSigmoid,
            Grid = 127,
            Start = model.Metadata.Start,
            Suggested = new Temperatures(0.01f, 1),
            Created = model.Metadata.Created,
            Title = "mine",
            Source = "Imported from Python IMPSY",
        };
        Assert.Equal(expected, model.Metadata);
        MdrnnWeights weights = OnnxModelReader.Read(File.ReadAllBytes(Out), model.Metadata);
        Assert.Equal(ImportVectors.Arrays(ImportVectors.Network), ImportVectors.Arrays(weights));
    }

    [Fact]
    public void Who_knows_the_gates_can_tell_them()
    {
        string path = Save(".tflite", "mine.tflite");
        Assert.StartsWith(
            "gates hard_sigmoid: as told\n",
            Trainer.AssertDone("import", path, "--out", Out, "--gates", "hard_sigmoid"));
        Assert.StartsWith(
            "gates sigmoid: as told\n", Trainer.AssertDone("import", path, "--out", Out, "--gates", "sigmoid"));
    }

    [Fact]
    public void Misuse_and_damage_are_a_sentence_each()
    {
        string path = Save(".keras", "mine.keras");
        Trainer.AssertMisused("Required argument", "import");
        Trainer.AssertMisused("'relu' not recognized", "import", path, "--gates", "relu");
        Trainer.AssertMisused("--gates auto only", "import", path, "--gates", "sigmoid", "--source", _folder.Root);
        Trainer.AssertMisused("impsy.grid: expected 0 or 127 or 128", "import", path, "--grid", "5");
        Trainer.AssertFails("Could not find file", "import", _folder.File("none.h5"));
        Trainer.AssertFails("has no log *-3d-mdrnn.log", "import", path, "--source", _folder.Root, "--out", Out);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..300]);
        Trainer.AssertFails("mine.keras: ", "import", path, "--out", Out);
        Assert.Equal(["mine.keras"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    /// <summary>The .tflite of four values holds int8 weights, good to half a step of their scale.</summary>
    [SharedFact("upstream-models")]
    public void The_three_forms_of_a_published_model_give_the_same_file()
    {
        byte[] nine = Imported(9, "h5");
        Assert.Equal(nine, Imported(9, "keras"));
        Assert.Equal(nine, Imported(9, "tflite"));
        byte[] four = Imported(4, "h5");
        Assert.Equal(four, Imported(4, "keras"));
        float[][] exact = [.. ImportVectors.Arrays(Weights(four))];
        float[][] stepped = [.. ImportVectors.Arrays(Weights(Imported(4, "tflite")))];
        float[] halfSteps = // of the scales in the file; 0 where it holds float32
        [
            0.030295394f / 2, 0.01749012f / 2, 0, 0.045640692f / 2, 0.014469887f / 2, 0,
            0.072255045f / 2, 0, 0.05870054f / 2, 0, 0, 0,
        ];
        Assert.Equal(halfSteps.Length, exact.Length);
        for (int i = 0; i < exact.Length; i++)
            Assert.InRange(exact[i].Zip(stepped[i], (a, b) => Math.Abs(a - b)).Max(), 0, halfSteps[i] * 1.0001f);
    }

    [SharedFact("performances/9d")]
    public void Auto_finds_the_gates_that_a_published_model_was_trained_with()
    {
        string log = SharedData.Find("performances", "9d", "2019-01-22T22-00-00-9d-mdrnn.log");
        string output = Trainer.AssertDone("import", Published(9, "tflite"), "--source", log, "--out", Out);
        Assert.Matches(
            @"^gates hard_sigmoid: \d\d\.\d bits per event on .*\.log, against \d\d\.\d with the others\n", output);
    }

    private static string Published(int dimension, string form) => SharedData.Find(
        "upstream-models", $"musicMDRNN-dim{dimension}-layers2-units64-mixtures5-scale10.{form}");

    private static MdrnnWeights Weights(byte[] file)
    {
        using MdrnnModel model = MdrnnModel.Load(file, "imported", seed: 1);
        return OnnxModelReader.Read(file, model.Metadata);
    }

    /// <summary>The time of its making is left out, since it is the only difference that may be.</summary>
    private byte[] Imported(int dimension, string form)
    {
        Trainer.AssertDone("import", Published(dimension, form), "--gates", "sigmoid", "--out", Out);
        byte[] file = File.ReadAllBytes(Out);
        int created = file.AsSpan().IndexOf("impsy.created"u8) + 15; // behind the key, a tag and a length
        file.AsSpan(created, 20).Fill((byte)'0');
        return file;
    }

    private string Save(string form, string name)
    {
        string path = _folder.File(name);
        File.WriteAllBytes(path, ImportVectors.Read("read.txt").Single(file => file.Parts[0] == form).File);
        return path;
    }
}

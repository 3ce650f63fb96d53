using Impsy.Daemon.Config;
using Impsy.Daemon.Models;
using Impsy.Inference;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private static readonly string s_shipped = Directory.GetFiles(Path.Combine(Repository.Root, "models"), "*.onnx")[0];
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-models-").FullName;

    private string ConfigPath => Path.Combine(_folder, "config.toml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_relative_name_is_found_beside_the_configuration()
    {
        File.Copy(s_shipped, Path.Combine(_folder, "mine.onnx"));
        Assert.Equal(Path.Combine(_folder, "mine.onnx"), ModelFile.Find("mine.onnx", ConfigPath));
        using IPredictor model = ModelFile.Load(Config("mine.onnx", 9), ConfigPath, seed: 1);
        Assert.Equal(9, model.Dimension);
    }

    [Theory]
    [InlineData(".tflite")]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void Of_a_model_of_python_impsy_the_converted_one_is_taken(string extension)
    {
        File.Copy(s_shipped, Path.Combine(_folder, "mine.onnx"));
        Assert.Equal(Path.Combine(_folder, "mine.onnx"), ModelFile.Find("mine" + extension, ConfigPath));
    }

    [Fact]
    public void One_that_is_not_converted_says_which_command_converts_it()
    {
        ModelException refusal = Assert.Throws<ModelException>(() => ModelFile.Find("models/mine.tflite", ConfigPath));
        Assert.Contains("impsy-trainer import models/mine.tflite", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "models"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_folder_the_model_that_came_last_is_taken_whatever_times_the_copies_brought_along()
    {
        string models = Directory.CreateDirectory(Path.Combine(_folder, "of mine")).FullName;
        string[] names = ["b.onnx", "c.onnx", "a.onnx", ".d.onnx", "e.onnx.part"];
        foreach (string name in names)
        {
            Thread.Sleep(20); // file systems stamp with the kernel's tick, 10 ms at the slowest
            File.WriteAllText(Path.Combine(models, name), "");
        }
        File.SetLastWriteTimeUtc(Path.Combine(models, "b.onnx"), new DateTime(2100, 1, 1));
        Thread.Sleep(20);
        File.SetLastWriteTimeUtc(Path.Combine(models, "a.onnx"), new DateTime(2000, 1, 1));
        Assert.Equal(Path.Combine(models, "a.onnx"), ModelFile.Find("of mine", ConfigPath));
        Assert.Equal(Path.Combine(models, "a.onnx"), ModelFile.Find(models, ConfigPath));
    }

    [Fact]
    public void Of_an_empty_folder_it_is_said_where_a_model_was_looked_for()
    {
        string models = Directory.CreateDirectory(Path.Combine(_folder, "models of mine")).FullName;
        File.CreateSymbolicLink(Path.Combine(models, "lost.onnx"), Path.Combine(_folder, "nowhere"));
        ModelException refusal =
            Assert.Throws<ModelException>(() => ModelFile.Find("models of mine", ConfigPath));
        Assert.Equal($"models of mine: no .onnx file in {models}", refusal.Message);
    }

    [Fact]
    public void A_dimension_that_disagrees_is_told_with_both_numbers()
    {
        ModelException refusal = Assert.Throws<ModelException>(() => ModelFile.Load(Config(s_shipped, 4), ConfigPath, 1));
        Assert.Contains("expected 4, as the configuration says, found 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_there_is_a_random_walk_of_the_dimension()
    {
        using IPredictor walk = ModelFile.Load(Config(null, 5), ConfigPath, 1);
        Assert.Equal(5, walk.Dimension);
    }

    [Theory]
    [InlineData("mine", true)]
    [InlineData("mine.onnx", true)]
    [InlineData("..", false)]
    [InlineData("../mine", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a/b", false)]
    [InlineData("a\0b", false)]
    [InlineData("", false)]
    public void Only_a_bare_name_may_come_over_the_network(string name, bool bare) =>
        Assert.Equal(bare, ModelLoader.IsBareName(name));

    private static ModelConfig Config(string? file, int? dimension) => new(dimension, file, "s", null, null, 1);
}

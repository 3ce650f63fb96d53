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

using Impsy.Daemon.Models;

namespace Impsy.Daemon.Tests.Models;

/// <summary>Which file plays at the start. The files need hold no model: nothing is loaded.</summary>
public sealed class ModelChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-choice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_a_folder_that_nothing_is_known_of_the_newest_plays()
    {
        Write("b.onnx", "a.onnx", ".c.onnx", "d.onnx.part");
        Assert.Equal("a.onnx", Choose(_folder, null));
    }

    [Fact]
    public void Then_what_played_before_until_a_file_comes_that_was_not_there()
    {
        Write("b.onnx", "a.onnx");
        SavedModels saved = Remember(playing: "b.onnx");
        Assert.Equal("b.onnx", Choose(_folder, saved));
        File.SetLastWriteTimeUtc(PathOf("a.onnx"), DateTime.UnixEpoch); // another time, the same contents
        Assert.Equal("b.onnx", Choose(_folder, saved));
        Write("a.onnx"); // written anew, the same contents
        Assert.Equal("b.onnx", Choose(_folder, saved));
        File.WriteAllText(PathOf("a.onnx"), "trained again");
        Assert.Equal("a.onnx", Choose(_folder, saved));
        Write("c.onnx", "d.onnx");
        Assert.Equal("d.onnx", Choose(_folder, saved));
    }

    [Fact]
    public void When_what_played_is_gone_the_newest_plays()
    {
        Write("b.onnx", "a.onnx", "c.onnx");
        SavedModels saved = Remember(playing: "b.onnx");
        File.Delete(PathOf("b.onnx"));
        Assert.Equal("c.onnx", Choose(_folder, saved));
    }

    [Fact]
    public void What_is_known_of_one_folder_says_nothing_of_another()
    {
        Write("b.onnx", "a.onnx");
        Assert.Equal("a.onnx", Choose(_folder, Remember(playing: "b.onnx") with { Folder = "/elsewhere" }));
    }

    [Fact]
    public void Beside_a_file_another_that_was_chosen_goes_on_until_the_file_or_the_configuration_changes()
    {
        Write("a.onnx", "b.onnx");
        SavedModels saved = Remember(playing: "b.onnx") with { Configured = PathOf("a.onnx") };
        Assert.Equal("b.onnx", Choose(PathOf("a.onnx"), saved));
        Write("c.onnx"); // the configuration names a file: others that come are not meant
        Assert.Equal("b.onnx", Choose(PathOf("a.onnx"), saved));
        Assert.Equal("c.onnx", Choose(PathOf("c.onnx"), saved));
        Assert.Equal("a.onnx", Choose(PathOf("a.onnx"), saved with { Playing = PathOf("gone.onnx") }));
        File.WriteAllText(PathOf("a.onnx"), "trained again");
        Assert.Equal("a.onnx", Choose(PathOf("a.onnx"), saved));
    }

    [Fact]
    public void What_comes_later_is_known_only_when_it_is_learned()
    {
        Write("a.onnx");
        ModelMemory memory = new(_folder, null);
        Write("b.onnx");
        Assert.Equal("b.onnx", Choose(_folder, memory.Save("", PathOf("a.onnx"))));
        memory.LearnAll(_folder);
        SavedModels saved = memory.Save("", PathOf("a.onnx"));
        Assert.Equal("a.onnx", Choose(_folder, saved));
        Assert.All(saved.Known, model => Assert.NotNull(model.Checksum));
    }

    private string Choose(string file, SavedModels? saved) =>
        Path.GetFileName(ModelChoice.Choose(file, Path.Combine(_folder, "config.toml"), saved));

    private SavedModels Remember(string playing) => new ModelMemory(_folder, null).Save("", PathOf(playing));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            Thread.Sleep(20); // file systems stamp with the kernel's tick, 10 ms at the slowest
            File.WriteAllText(PathOf(name), name);
        }
    }
}

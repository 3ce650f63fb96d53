namespace Impsy.TrainerCli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Config => Path.Combine(Root, "config.toml");

    private string Root => _folder.File("brain");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_workspace_has_its_folders_and_a_configuration_that_needs_no_model()
    {
        string output = Trainer.AssertDone("init", Root, "-D", "5");
        Assert.StartsWith($"{Config}: a configuration with every key explained\n", output);
        Assert.Equal(
            ["config.toml", "datasets", "logs", "models"],
            Directory.GetFileSystemEntries(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string[] shipped = File.ReadAllLines(
            Path.Combine(Impsy.TestSupport.Repository.Root, "configs", "default.toml"));
        string[] ours = File.ReadAllLines(Config);
        Assert.Equal(
            ["# Once you have trained: file = \"models\"", "file = \"\"", "dimension = 5"], ours.Except(shipped));
        Assert.Equal(2, shipped.Except(ours).Count());
    }

    [Fact]
    public void What_is_there_is_not_overwritten_unless_asked()
    {
        Trainer.AssertDone("init", Root);
        File.WriteAllText(Config, "mine");
        Trainer.AssertFails("config.toml: is there already; --force replaces it", "init", Root);
        Assert.Equal("mine", File.ReadAllText(Config));
        Trainer.AssertDone("init", Root, "-f");
        Assert.Contains("dimension = 9", File.ReadAllText(Config));
    }

    [Fact]
    public void Misuse_is_said_in_words()
    {
        Trainer.AssertMisused("--dimension: expected 2 to 65, found 66", "init", Root, "-D", "66");
        File.WriteAllText(Root, "");
        Trainer.AssertFails("brain: cannot be made a folder", "init", Root);
        Assert.Contains("impsy-trainer init mybrain", Trainer.AssertDone("init", "--help"));
    }
}

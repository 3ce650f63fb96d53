using Impsy.Daemon.Config;

namespace Impsy.Daemon.Tests.Config;

public sealed class CheckConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-config-").FullName;

    [Fact]
    public void A_good_file_is_one_line_and_status_0()
    {
        string file = Write("[model]\ndimension = 9\n[osc]\n[webui]\n");
        Assert.Equal((0, $"{file}: good: callresponse, osc, 9d, random walk\n", ""), Run(file));
    }

    [Fact]
    public void Warnings_go_to_the_error_stream_and_do_not_change_the_status()
    {
        string file = Write("[interaction]\nmode = 'battle'\n[model]\ndimension = 4\nsigma = 1\n");
        Assert.Equal((0, $"{file}: good: battle, no channels, 4d, random walk\n",
            $"{file}(5): warning: model.sigma: unknown key\n"), Run(file));
    }

    [Fact]
    public void A_model_that_does_not_load_is_a_mistake_too()
    {
        File.WriteAllText(Path.Combine(_folder, "broken.onnx"), "no model");
        string file = Write("[model]\nfile = 'broken.onnx'\n");
        (int status, string output, string error) = Run(file);
        Assert.Equal((78, ""), (status, output));
        Assert.Contains("broken.onnx", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_is_a_line_per_mistake_and_status_78()
    {
        string file = Write("verbose = 1\n[model]\ndimension = 1\n");
        Assert.Equal((78, "", $"{file}(1): verbose: expected true or false, found '1'\n"
            + $"{file}(3): model.dimension: expected a whole number 2..65, found '1'\n"), Run(file));
    }

    [Fact]
    public void A_missing_file_is_status_78()
    {
        string file = Path.Combine(_folder, "none.toml");
        Assert.Equal((78, "", $"{file}: expected a configuration file, found nothing there\n"), Run(file));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string text)
    {
        string file = Path.Combine(_folder, "config.toml");
        File.WriteAllText(file, text);
        return file;
    }

    private static (int Status, string Output, string Error) Run(string file)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int status = CheckConfigCommand.Run(file, output, error);
        return (status, output.ToString(), error.ToString());
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using Impsy.TestSupport;

namespace Impsy.TrainerCli.Tests;

public class ShippedModelTests
{
    [Fact]
    public void The_committed_models_are_what_the_script_makes()
    {
        using TemporaryFolder folder = new();
        ProcessStartInfo start = new(Path.Combine(Repository.Root, "eng", "make-models"), [folder.Root])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["IMPSY_TRAINER"] = Path.Combine(AppContext.BaseDirectory, "impsy-trainer");
        using Process script = Process.Start(start) ?? throw new InvalidOperationException("no process");
        string output = script.StandardOutput.ReadToEnd();
        string error = script.StandardError.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, output + error);
        Assert.Equal(Hashes(Path.Combine(Repository.Root, "models")), Hashes(folder.Root));
    }

    private static string[] Hashes(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal)
            .Select(path =>
                $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}

using System.Diagnostics;

namespace Impsy.EndToEnd.Tests;

public class ConfigurationTests
{
    public static TheoryData<string> Configurations() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "configs"), "*.toml").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f)!)];

    /// <summary>As shipped, beside the executable; only its ports may be in use by somebody else, which it survives.</summary>
    [Theory]
    [MemberData(nameof(Configurations))]
    public void Every_configuration_that_ships_starts_the_native_binary(string name)
    {
        using TestStage stage = new();
        string config = Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "configs", name);
        using NativeInstrument check = NativeInstrument.Launch(stage.Folder, "check-config", config);
        Assert.Equal(0, check.WaitForExit());
        using NativeInstrument instrument = NativeInstrument.Launch(stage.Folder, "run", "-c", config, "-l", stage.Logs);
        instrument.WaitForOutput(" ready: ");
        Assert.DoesNotContain("no model", instrument.Output, StringComparison.Ordinal);
        Assert.Equal(0, instrument.Signal(15).ExitCode);
    }

    /// <summary>oscdump of liblo as a peer that shares no code with us.</summary>
    [Fact]
    public void Oscdump_sees_predictions()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true };
        stage.OutPort = TestStage.FreePort();
        using Process dump = new()
        {
            StartInfo = new ProcessStartInfo("oscdump", ["-L", $"{stage.OutPort}"]) { RedirectStandardOutput = true },
        };
        dump.Start();
        try
        {
            using NativeInstrument instrument = NativeInstrument.Play(stage);
            string? line = dump.StandardOutput.ReadLine();
            Assert.Matches(@"/prediction ffffffff( [01]\.\d+){8}\s*$", line);
        }
        finally
        {
            dump.Kill();
            dump.WaitForExit();
        }
    }
}

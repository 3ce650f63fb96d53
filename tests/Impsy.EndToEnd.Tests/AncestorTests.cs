using Impsy.TestSupport;

namespace Impsy.EndToEnd.Tests;

/// <summary>The example configurations of Python IMPSY, as they are, with the native binary.</summary>
public class AncestorTests
{
    private const string Converts = "impsy-trainer import models/";

    [SharedFact("upstream-configs")]
    public void Every_configuration_starts_plays_on_without_a_model_and_ends_cleanly()
    {
        string[] files = Directory.GetFiles(SharedData.Find("upstream-configs"), "*.toml");
        Assert.InRange(files.Length, 11, 100);
        // All at once: their ports are each other's, which they survive, and which is quicker than one after the other.
        List<(string File, TestStage Stage, NativeInstrument Instrument)> all = [];
        try
        {
            foreach (string file in files)
            {
                TestStage stage = new();
                all.Add((file, stage, NativeInstrument.Launch(stage.Folder, "run", "-c", file, "-l", stage.Logs)));
            }
            all.ForEach(one => one.Instrument.WaitForOutput(" ready: "));
            Thread.Sleep(1000);
            foreach ((string file, _, NativeInstrument instrument) in all)
            {
                Assert.True(instrument.IsAlive, instrument.Output);
                Assert.Equal(0, instrument.Signal(15).ExitCode);
                // Where no model of ours lies beside the named one, it says what would make it.
                bool namesModel = File.ReadAllLines(file).Any(line => line.StartsWith("file = ", StringComparison.Ordinal));
                Assert.Equal(namesModel, instrument.Output.Contains(Converts, StringComparison.Ordinal));
                Assert.Equal(namesModel, instrument.Output.Contains("no model, so only thru and logging", StringComparison.Ordinal));
            }
        }
        finally
        {
            foreach ((_, TestStage stage, NativeInstrument instrument) in all)
            {
                instrument.Dispose();
                stage.Dispose();
            }
        }
    }

    [SharedFact("upstream-configs")]
    public void A_configuration_whose_model_has_been_converted_plays_it()
    {
        using TestStage stage = new();
        string config = Path.Combine(stage.Folder, "config.toml");
        File.Copy(SharedData.Find("upstream-configs", "roland-s-1.toml"), config);
        string models = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        string shipped = Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName);
        string converted = Path.Combine(models, "musicMDRNN-dim9-layers2-units64-mixtures5-scale10.onnx");
        File.Copy(shipped, converted);
        using NativeInstrument instrument = NativeInstrument.Launch(
            stage.Folder, "run", "-c", config, "-l", stage.Logs, "--mode", "battle");
        instrument.WaitForOutput(" ready: battle");
        Assert.Contains($"model {converted}: ", instrument.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Converts, instrument.Output, StringComparison.Ordinal);
        Assert.Equal(0, instrument.Signal(15).ExitCode);
    }
}

namespace Impsy.Torture;

public class ModelFileTests
{
    /// <summary>scp writes into the file that is there; an editor replaces it; a person deletes it.</summary>
    [Fact]
    public void Whatever_becomes_of_its_model_file_it_plays_on_and_refuses_what_is_broken()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, Model = "models/one.onnx" };
        string folder = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        string path = Path.Combine(folder, "one.onnx");
        byte[] good = File.ReadAllBytes(
            Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName));
        File.WriteAllBytes(path, good);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Random random = new(4);
        byte[] noise = new byte[good.Length];
        random.NextBytes(noise);
        (string What, Action Do)[] deeds =
        [
            ("overwritten in place", () => File.WriteAllBytes(path, noise)),
            ("overwritten with zeros", () => File.WriteAllBytes(path, new byte[good.Length])),
            ("half of it", () => File.WriteAllBytes(path, good[..(good.Length / 2)])),
            ("truncated", () => File.WriteAllBytes(path, [])),
            ("deleted", () => File.Delete(path)),
            ("a folder", () => Directory.CreateDirectory(path)),
        ];
        foreach ((string what, Action deed) in deeds)
        {
            deed();
            Health.AssertPlays(instrument, player);
            int refused = instrument.CountOutput("model refused");
            player.Command("/impsy/model", "one");
            Wait.Until(
                () => instrument.CountOutput("model refused") > refused, Health.Patience, () => $"{what}: not refused: {instrument.Output}");
            Health.AssertPlays(instrument, player);
            Assert.Equal("one.onnx", player.AskStatus().Model);
        }
        Directory.Delete(path);
        File.WriteAllBytes(path, good);
        player.Command("/impsy/model", "one");
        instrument.WaitForOutput("takes over");
        Health.AssertPlays(instrument, player);
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    /// <summary>Cut anywhere and flipped anywhere: refused or played, and the process lives.</summary>
    [Fact]
    public void Twenty_damaged_models_are_refused_or_played_and_the_playing_goes_on()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2, Model = "models/one.onnx" };
        string folder = Directory.CreateDirectory(Path.Combine(stage.Folder, "models")).FullName;
        byte[] good = File.ReadAllBytes(
            Path.Combine(Path.GetDirectoryName(NativeInstrument.Executable)!, "models", TestStage.ModelName));
        File.WriteAllBytes(Path.Combine(folder, "one.onnx"), good);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Random random = new(20);
        for (int i = 0; i < 20; i++)
        {
            byte[] bad = i % 4 == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (int flip = 0; flip < 8 && i % 4 != 0; flip++)
                bad[i % 2 == 0 ? random.Next(bad.Length) : random.Next(2000)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Path.Combine(folder, "bad.onnx"), bad);
            int told = instrument.CountOutput("model ");
            player.Command("/impsy/model", "bad");
            Wait.Until(() => instrument.CountOutput("model ") > told || !instrument.IsAlive, Health.Patience, () => $"{i}: {instrument.Output}");
            Health.AssertPlays(instrument, player, events: 2);
            Assert.All(player.Predictions[^1].Arguments, value => Assert.InRange((float)value, 0f, 1f));
        }
        player.Command("/impsy/model", "one");
        instrument.WaitForOutput("model one.onnx takes over");
        Health.AssertPlays(instrument, player);
    }
}

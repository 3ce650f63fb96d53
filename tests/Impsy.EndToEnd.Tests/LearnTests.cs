namespace Impsy.EndToEnd.Tests;

public class LearnTests
{
    [Fact]
    public void Moving_the_controls_of_a_wire_writes_its_mapping()
    {
        using PseudoTerminal wire = new();
        using TestStage stage = new();
        using NativeInstrument learning = NativeInstrument.Launch(
            stage.Folder, "learn", "--controls", "2", "--serial", wire.SlavePath, "--to", "midi.toml");
        learning.WaitForOutput($"listening to {wire.SlavePath}");
        wire.Write(0xBA, 7, 1, 7, 2, 7, 3, 7, 4, 0x90, 60, 100);
        Assert.Equal(0, learning.WaitForExit());
        Assert.Equal(
            $"""
            [model]
            dimension = 3

            [serialmidi]
            port = "{wire.SlavePath}"
            input = [
              ["control_change", 11, 7],
              ["note_on", 1],
            ]

            """,
            File.ReadAllText(Path.Combine(stage.Folder, "midi.toml")));
    }

    [Fact]
    public void Devices_are_listed_or_their_absence_is()
    {
        using TestStage stage = new();
        FinishedRun run = FinishedRun.Of(stage.Folder, "devices");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("MIDI ports\n", run.Text);
        Assert.Contains("Serial ports\n", run.Text);
    }
}

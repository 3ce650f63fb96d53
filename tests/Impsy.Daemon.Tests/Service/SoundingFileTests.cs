using Impsy.Daemon.Config;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Service;
using Impsy.Daemon.Tests.Midi;

namespace Impsy.Daemon.Tests.Service;

public sealed class SoundingFileTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-sounding-").FullName;

    private string FilePath => Path.Combine(_folder, "sounding");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_successor_finds_what_sounds_and_what_was_ended_in_the_last_seconds()
    {
        using (SoundingFile file = new(FilePath))
        {
            SoundingNotes notes = file.Claim("midi Volca FM")!;
            notes.Strike(60, 100 * Second); // sounds on and on
            notes.Strike(61, 400 * Second);
            notes.End(61, 500 * Second); // long before the end
            notes.Strike(62, 600 * Second);
            notes.End(62, 601 * Second); // its end may be on the wire still
            notes.Strike(63, 603 * Second);
            notes.End(63, 604 * Second);
            Assert.Equal(1, notes.Count);
        }
        using SoundingFile successor = new(FilePath);
        Assert.Equal(["midi Volca FM"], successor.Left());
        SoundingNotes left = successor.Claim("midi Volca FM")!;
        Assert.Equal([60, 62, 63], Enumerable.Range(0, NoteTable.Size).Where(left.MaySound));
    }

    [Fact]
    public void Each_destination_has_its_own_whatever_the_order_they_come_in()
    {
        string longName = "midi /" + new string('é', 300) + "/";
        using (SoundingFile file = new(FilePath))
        {
            file.Claim("midi A")!.Strike(1, Second);
            file.Claim("midi B")!.Strike(2, Second);
            file.Claim(longName)!.Strike(3, Second);
        }
        using SoundingFile successor = new(FilePath);
        Assert.Equal([3], Left(successor, longName));
        Assert.Equal([], Left(successor, "midi C"));
        Assert.Equal([2], Left(successor, "midi B"));
        Assert.Equal([1], Left(successor, "midi A"));
    }

    [Fact]
    public void After_a_clean_end_nothing_is_left()
    {
        using (SoundingFile file = new(FilePath))
        {
            file.Claim("midi A")!.Strike(1, Second);
            file.Clear();
        }
        using SoundingFile successor = new(FilePath);
        Assert.Empty(successor.Left());
    }

    [Fact]
    public void A_file_of_something_else_is_none()
    {
        File.WriteAllText(FilePath, "of another version");
        using SoundingFile file = new(FilePath);
        Assert.Empty(file.Left());
    }

    [Fact]
    public void Places_of_devices_that_are_gone_and_silent_are_given_away_but_none_with_a_note_is()
    {
        using SoundingFile file = new(FilePath);
        for (int i = 0; i < 64; i++)
        {
            SoundingNotes notes = file.Claim($"midi {i}")!;
            if (i != 40)
                notes.Strike(1, Second);
        }
        Assert.NotNull(file.Claim("midi new"));
        file.Claim("midi new")!.Strike(1, Second);
        Assert.Null(file.Claim("midi newer"));
        Assert.Equal([1], Left(file, "midi 39"));
    }

    /// <summary>The output of the successor, with the file between the two.</summary>
    [Fact]
    public void What_a_predecessor_left_ends_when_the_device_is_there_and_is_remembered_until_then()
    {
        using (SoundingFile file = new(FilePath))
        {
            OutputStage killed = Stage(file);
            killed.Play(10, 60).Play(20, 61);
            Assert.Equal("90 3C 7F, 80 3C 40, 90 3D 7F", killed.Told);
        }
        for (int start = 0; start < 2; start++)
        {
            using SoundingFile file = new(FilePath); // whose device is not there
            Stage(file).Until(100);
            Assert.Equal(["synth"], file.Left());
        }
        using SoundingFile last = new(FilePath);
        OutputStage successor = Stage(last);
        successor.Output.Return();
        successor.Until(100);
        Assert.Equal("80 3C 40, 80 3D 40", successor.Told);
        successor.Output.Return();
        successor.Until(200);
        Assert.Equal("", successor.Told);
    }

    private static OutputStage Stage(SoundingFile file) => new(
        [OutputStage.Note(0, 1)], OutputConfig.Default with { NoteWindow = 0 }, null,
            new NoteTable(file.Claim("synth")));

    private static int[] Left(SoundingFile file, string destination)
    {
        SoundingNotes notes = file.Claim(destination)!;
        return [.. Enumerable.Range(0, NoteTable.Size).Where(notes.MaySound)];
    }
}

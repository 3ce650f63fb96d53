using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Tests.Datasets;

public sealed class DatasetCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>CRLF, a wrong width, no number, NaN, a model's row, a clock set back, a pause, half a line.</summary>
    private const string Messy =
        "2026-05-01T20:00:00.000000,interface,0.5,0.25\r\n" +
        "2026-05-01T20:00:00.010000,interface,0.75,0.25\r\n" +
        "2026-05-01T20:00:00.020000,interface,0.75\n" +
        "2026-05-01T20:00:00.030000,interface,0.75,x\n" +
        "2026-05-01T20:00:00.040000,interface,NaN,0.5\n" +
        "2026-05-01T20:00:00.050000,rnn,0.1,0.2\n" +
        "2026-05-01T20:00:00.510000,interface,1,0.5\n" +
        "2026-05-01T19:00:00.000000,interface,1,0.5\n" +
        "2026-05-01T19:00:02.000000,interface,1,1\n" +
        "2026-05-01T19:01:00.000000,interface,0,0\n" +
        "2026-05-01T19:01:00.002000,interface,0,0\n" +
        "2026-05-01T19:01:01.000000,interface,0.5,0.";

    [Fact]
    public void Logs_become_a_dataset_and_what_was_not_used_is_told()
    {
        string logs = MakeLogs();
        string output = Trainer.AssertDone("dataset", "-S", logs, "-O", _folder.File("out"), "--dimension", "3");
        string path = Path.Combine(_folder.File("out"), "training-dataset-3d.npz");
        Assert.Equal(
            $"""
            6 events in 3 takes out of 2 logs, 0 min 3 s of playing
            1 pause cut out
            1 row of the model left out
              a-3d-mdrnn.log(4): 1 row not used: a value is no number
              a-3d-mdrnn.log(5): 1 row not used: a value is not finite
              a-3d-mdrnn.log(3): 1 row not used: too few values
              a-3d-mdrnn.log(12): 1 row not used: the file ends inside the line
              a-3d-mdrnn.log(8): 1 row not used: earlier than the row before: the clock was set back
            seconds from event to event
              below 0.001   0.0 %
                 to 0.003  16.7 %  ####################
                  to 0.01   0.0 %
                  to 0.03  33.3 %  ########################################
                   to 0.1   0.0 %
                   to 0.3   0.0 %
                     to 1  33.3 %  ########################################
                   longer  16.7 %  ####################
            controls moved by an event
              none  33.3 %  ###########################
                 1  50.0 %  ########################################
                 2  16.7 %  ##############
                 3   0.0 %
              more   0.0 %
            {path}: 3d, {new FileInfo(path).Length} bytes

            """.ReplaceLineEndings("\n"),
            output);
        DatasetReading reading = DatasetReader.Read(path);
        Assert.Equal(
            [
                [0.01f, 1, 0, 0.5f, 1, 0],
                [0.01f, 0.75f, 0.25f, 0.5f, 1, 0.5f, 2, 1, 1],
                [0.002f, 0, 0],
            ],
            reading.Takes.Select(take => take.Events.ToArray()));
    }

    [Fact]
    public void The_dimension_is_that_of_the_logs_when_there_is_only_one()
    {
        string logs = MakeLogs();
        Assert.Contains("training-dataset-3d.npz: 3d", Trainer.AssertDone("dataset", "-S", logs, "-O", _folder.Root));
        Trainer.WriteLog(Path.Combine(logs, "c-5d-mdrnn.log"), [[0, 1, 1, 1, 1], [1, 0, 0, 0, 0]]);
        Trainer.AssertMisused("has logs of dimension 3 and 5: say --dimension", "dataset", "-S", logs);
        Assert.Contains("5d", Trainer.AssertDone("dataset", "-S", logs, "-O", _folder.Root, "-D", "5", "-F", "x.npz"));
        Assert.True(File.Exists(_folder.File("x.npz")));
    }

    [Fact]
    public void Without_a_gap_every_pause_stays()
    {
        string output = Trainer.AssertDone("dataset", "-S", MakeLogs(), "-O", _folder.Root, "--gap", "0");
        Assert.StartsWith("7 events in 2 takes out of 2 logs, 1 min 1 s of playing\n", output);
    }

    [Theory]
    [InlineData("", "holds no playing: empty")]
    [InlineData("2026-05-01T20:00:00,interface,0,1\n", "an event needs two rows")]
    [InlineData("2026-05-01T20:00:00,interface,0\n2026-05-01T20:00:01,interface,0\n", "too few values")]
    [InlineData("2026-05-01T20:00:00,rnn,0,1\n2026-05-01T20:00:01,rnn,0,0\n", "all rows are the model's own")]
    [InlineData("\0\0\0\0\0\0", "the file ends inside the line")]
    public void Logs_without_playing_are_refused_with_their_reason(string text, string reason)
    {
        File.WriteAllText(_folder.File("a-3d-mdrnn.log"), text);
        Trainer.AssertFails(reason, "dataset", "-S", _folder.Root, "-O", _folder.File("out"));
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Misuse_is_said_in_words()
    {
        string none = _folder.File("none");
        Trainer.AssertMisused($"{none} is not there: say --source", "dataset", "-S", none);
        Trainer.AssertMisused("has no log *-{D}d-mdrnn.log: say --source", "dataset", "-S", _folder.Root);
        File.WriteAllText(_folder.File("x.log"), "");
        Trainer.AssertMisused("x.log tells no dimension: say --dimension", "dataset", "-S", _folder.File("x.log"));
        Trainer.AssertMisused("--dimension: expected 2 to 65, found 1", "dataset", "-D", "1");
        Trainer.AssertMisused("--gap: expected 0 or more, found NaN", "dataset", "-D", "3", "--gap", "nan");
        string logs = MakeLogs();
        Trainer.AssertFails(
            "has no log *-4d-mdrnn.log; there are logs of dimension 3", "dataset", "-S", logs, "-D", "4");
        string log = Path.Combine(logs, "2026-05-01T20-00-00-3d-mdrnn.log");
        Trainer.AssertFails("is a log of dimension 3, not 4", "dataset", "-S", log, "-D", "4");
    }

    [Fact]
    public void Where_nothing_can_be_written_nothing_is_left()
    {
        string logs = MakeLogs();
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        Trainer.AssertFails("file: cannot be made a folder", "dataset", "-S", logs, "-O", file);
        Directory.CreateDirectory(_folder.File("out/x.npz"));
        Trainer.AssertFails(
            "x.npz: cannot be written: ", "dataset", "-S", logs, "-O", _folder.File("out"), "-F", "x.npz");
        Assert.Equal(["x.npz"], Directory.GetFileSystemEntries(_folder.File("out")).Select(Path.GetFileName));
    }

    [Fact]
    public void Help_has_examples() => Assert.Contains(
        "impsy-trainer dataset -S /media/stick/logs -O . -F tuesday.npz", Trainer.AssertDone("dataset", "--help"));

    private string MakeLogs()
    {
        string logs = Directory.CreateDirectory(_folder.File("logs")).FullName;
        File.WriteAllText(Path.Combine(logs, "a-3d-mdrnn.log"), Messy);
        Trainer.WriteLog(
            Path.Combine(logs, "2026-05-01T20-00-00-3d-mdrnn.log"), [[0, 0, 0], [0.01f, 1, 0], [0.5f, 1, 0]]);
        return logs;
    }
}

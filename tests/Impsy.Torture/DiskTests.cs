using Impsy.Inference.Performances;

namespace Impsy.Torture;

/// <summary>A disk that is full, read-only or gone: the playing goes on, it is said once, and the log comes back.</summary>
public class DiskTests
{
    private const long Mebibyte = 1 << 20;

    [PrivilegedFact]
    public void As_a_disk_fills_up_the_models_rows_go_first_then_the_players_and_all_come_back_with_the_room()
    {
        using SmallDisk disk = new(64);
        using TestStage stage = Stage(Path.Combine(disk.Path, "logs"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        PlayUntil(stage, player, instrument, "", row => row.Source == LogSource.Rnn);

        disk.LeaveFree(20 * Mebibyte);
        PlayUntil(stage, player, instrument, "the model's events are no longer logged", row => row.Source == LogSource.Interface);
        int rnnRows = CountRnn(stage);
        Health.AssertPlays(instrument, player);
        Thread.Sleep(200);
        Assert.Equal(rnnRows, CountRnn(stage));

        disk.LeaveFree(1 * Mebibyte);
        PlayUntil(stage, player, instrument, "the performance is no longer logged");
        int rows = stage.LogLines().Length;
        Touch(player, instrument, 20);
        Thread.Sleep(200);
        Assert.Equal(rows, stage.LogLines().Length);

        disk.Empty();
        PlayUntil(stage, player, instrument, "everything is logged again", row => row.Source == LogSource.Rnn);
        AssertSaidOnce(instrument, "model's events are no longer logged", "performance is no longer logged", "is logged again");
        Assert.NotEmpty(LogRows.Read(stage));
    }

    /// <summary>From room enough to none between two looks, so that a write fails and not a look.</summary>
    [PrivilegedFact]
    public void A_disk_that_is_suddenly_full_leaves_no_half_row_and_is_written_again_when_there_is_room()
    {
        using SmallDisk disk = new(64);
        using TestStage stage = Stage(Path.Combine(disk.Path, "logs"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        PlayUntil(stage, player, instrument, "", row => row.Source == LogSource.Interface);
        for (int round = 0; round < 3; round++)
        {
            disk.LeaveFree(0);
            Touch(player, instrument, 300);
            disk.Empty();
            int before = stage.LogLines().Length;
            Wait.Until(
                () => { Touch(player, instrument, 1); return stage.LogLines().Length > before + 5; },
                Health.Patience,
                () => $"round {round}: not logged again:\n{instrument.Output}");
        }
        Assert.NotEmpty(LogRows.Read(stage)); // and every row is whole
        Assert.InRange(instrument.Output.Split('\n').Length, 1, 40);
    }

    [PrivilegedFact]
    public void A_disk_that_takes_no_more_files_is_told_once_and_tried_again()
    {
        using SmallDisk disk = new(64, "nr_inodes=2"); // the root and one more
        using TestStage stage = Stage(Path.Combine(disk.Path, "logs"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Touch(player, instrument, 50);
        instrument.WaitForOutput("No space left on device; playing goes on without a log");
        for (int i = 0; i < 40; i++) // past the next attempt
        {
            Touch(player, instrument, 1);
            Thread.Sleep(100);
        }
        disk.Remount("nr_inodes=100");
        PlayUntil(stage, player, instrument, "logging the performance again", row => row.Source == LogSource.Interface);
        AssertSaidOnce(instrument, "No space left on device", "logging the performance again");
    }

    [PrivilegedFact]
    public void A_read_only_log_folder_is_told_once_and_used_when_it_can_be_written()
    {
        using SmallDisk disk = new(64, "ro");
        using TestStage stage = Stage(disk.Path);
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Touch(player, instrument, 50);
        instrument.WaitForOutput("Read-only file system; playing goes on without a log");
        Thread.Sleep(3500);
        Touch(player, instrument, 50);
        disk.Remount("rw");
        PlayUntil(stage, player, instrument, "logging the performance again", row => row.Source == LogSource.Interface);
        AssertSaidOnce(instrument, "Read-only file system", "logging the performance again");
    }

    [Fact]
    public void A_log_folder_that_is_deleted_while_it_is_written_is_made_again()
    {
        using TestStage stage = new() { Mode = "battle", Autostart = true, Timescale = 0.5 };
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        for (int round = 1; round <= 3; round++)
        {
            Wait.Until(() => stage.LogLines().Length > 10, Health.Patience, () => $"round {round}:\n{instrument.Output}");
            Directory.Delete(stage.Logs, recursive: true);
            Wait.Until(
                () => instrument.CountOutput("was deleted while it was written") == round, Health.Patience, () => instrument.Output);
            Health.AssertPlays(instrument, player);
        }
        Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
    }

    [Fact]
    public void A_log_folder_below_a_file_is_told_once_and_the_playing_goes_on()
    {
        string file = Path.GetTempFileName();
        using TestStage stage = Stage(Path.Combine(file, "logs"));
        using OscPeer player = new(stage);
        using NativeInstrument instrument = NativeInstrument.Play(stage);
        Touch(player, instrument, 50);
        Thread.Sleep(3500);
        Touch(player, instrument, 50);
        instrument.WaitForOutput("Not a directory; playing goes on without a log");
        AssertSaidOnce(instrument, "Not a directory");
        File.Delete(file);
        PlayUntil(stage, player, instrument, "logging the performance again", row => row.Source == LogSource.Interface);
        Directory.Delete(file, recursive: true);
    }

    private static TestStage Stage(string logs) =>
        new() { Mode = "battle", Autostart = true, Timescale = 0.5, LogFolder = logs };

    private static void Touch(OscPeer player, NativeInstrument instrument, int count)
    {
        for (int i = 0; i < count; i++)
        {
            player.PlayStep(i);
            Thread.Sleep(2);
        }
        Assert.True(instrument.IsAlive, instrument.Output);
    }

    /// <summary>Plays on until a message is said and, if asked for, such a row is logged after that.</summary>
    private static void PlayUntil(
        TestStage stage, OscPeer player, NativeInstrument instrument, string message, Func<LogRows.Row, bool>? logged = null)
    {
        Wait.Until(
            () => { Touch(player, instrument, 1); return instrument.CountOutput(message) > 0; },
            Health.Patience,
            () => $"'{message}' was not said:\n{instrument.Output}");
        if (logged is not null)
        {
            int before = stage.LogLines().Length;
            Wait.Until(
                () => { Touch(player, instrument, 1); return LogRows.Read(stage).Skip(before).Any(logged); },
                Health.Patience,
                () => $"not logged after '{message}':\n{instrument.Output}");
        }
        Health.AssertPlays(instrument, player);
    }

    private static int CountRnn(TestStage stage) => LogRows.Read(stage).Count(row => row.Source == LogSource.Rnn);

    private static void AssertSaidOnce(NativeInstrument instrument, params string[] messages) =>
        Assert.All(messages, message => Assert.True(instrument.CountOutput(message) == 1, $"'{message}':\n{instrument.Output}"));
}

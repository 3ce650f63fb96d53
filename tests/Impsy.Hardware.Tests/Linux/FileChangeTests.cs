using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed class FileChangeTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_time_is_when_this_machine_changed_the_file_not_what_a_copy_claims()
    {
        File.SetLastWriteTimeUtc(_path, DateTime.UnixEpoch.AddYears(20));
        long before = MonotonicClock.WallNow();
        Assert.True(FileChange.TryGetTime(_path, out long time).IsNone);
        // File systems stamp with the kernel's tick, 10 ms at the slowest; the rest is patience with a busy machine.
        Assert.InRange(time, before - 60_000_000_000, before);
    }

    [Fact]
    public void Renaming_counts_as_a_change()
    {
        Assert.True(FileChange.TryGetTime(_path, out long before).IsNone);
        Thread.Sleep(20);
        File.Move(_path, _path + ".new");
        File.Move(_path + ".new", _path);
        Assert.True(FileChange.TryGetTime(_path, out long after).IsNone);
        Assert.True(after > before, $"{after} is not after {before}");
    }

    [Fact]
    public void Of_a_file_that_is_not_there_the_error_is_a_value()
    {
        FileError error = FileChange.TryGetTime(_path + ".none", out long time);
        Assert.True(error.IsMissing);
        Assert.Equal(0, time);
    }
}

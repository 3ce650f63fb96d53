using System.Text;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed class FileReplacementTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-replace-").FullName;

    private string FilePath => Path.Combine(_folder, "state", "state.toml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_creates_the_folder_and_the_file_and_leaves_nothing_else()
    {
        Assert.True(FileReplacement.TryWrite(FilePath, "one"u8).IsNone);
        Assert.True(FileReplacement.TryWrite(FilePath, "two"u8).IsNone);
        Assert.Equal("two", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(Path.Combine(_folder, "state")));
    }

    [Fact]
    public void Until_it_is_committed_the_file_before_stands()
    {
        FileReplacement.TryWrite(FilePath, "one"u8);
        FileReplacement.TryBegin(FilePath, out FileReplacement? replacement);
        using (replacement)
        {
            replacement!.Write(Encoding.UTF8.GetBytes(new string('x', 100_000)));
            Assert.Equal("one", File.ReadAllText(FilePath));
        }
        Assert.Equal([FilePath], Directory.GetFiles(Path.Combine(_folder, "state")));
    }

    [Fact]
    public void What_a_power_cut_has_left_is_in_nobodys_way()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "state"));
        File.WriteAllText(FilePath + ".new", "half");
        Assert.True(FileReplacement.TryWrite(FilePath, "whole"u8).IsNone);
        Assert.Equal("whole", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_disk_that_does_not_take_it_is_a_value()
    {
        Assert.Equal("No such file or directory", FileReplacement.TryWrite("/proc/nothing/state", "x"u8).ToString());
        File.WriteAllText(Path.Combine(_folder, "state"), "a file where the folder should be");
        Assert.Equal("Not a directory", FileReplacement.TryWrite(FilePath, "x"u8).ToString());
    }
}

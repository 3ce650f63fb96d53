using System.Text;
using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Linux;

public sealed class AppendFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-append-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_grows_by_what_is_written_and_is_never_taken_over()
    {
        string path = Path.Combine(_folder, "log");
        Assert.Equal(FileError.None, AppendFile.TryCreate(path, out AppendFile? file));
        Assert.Equal(FileError.None, file!.Write("one\n"u8, out _));
        Assert.Equal(FileError.None, file.Write("two\n"u8, out int written));
        Assert.Equal(FileError.None, file.Sync());
        Assert.Equal((4, 8L, false), (written, file.Size, file.IsDeleted));
        FileError second = AppendFile.TryCreate(path, out AppendFile? none);
        Assert.True(second.IsExists);
        Assert.Null(none);
        file.Dispose();
        Assert.Equal(FileError.None, AppendFile.TryOpen(path, out file));
        Assert.Equal(8, file!.Size);
        Assert.Equal(FileError.None, file.Write("three\n"u8, out _));
        file.Dispose();
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_truncated_file_goes_on_at_its_new_end()
    {
        string path = Path.Combine(_folder, "log");
        _ = AppendFile.TryCreate(path, out AppendFile? file);
        _ = file!.Write("whole\nha"u8, out _);
        Assert.Equal(FileError.None, file.Truncate(6));
        Assert.Equal(FileError.None, file.Write("next\n"u8, out _));
        Assert.Equal(11, file.Size);
        file.Dispose();
        Assert.Equal("whole\nnext\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_write_that_the_disk_takes_in_part_tells_how_much()
    {
        // The largest size of the file system stands in for a disk with five bytes left: the kernel takes those five,
        // then refuses.
        string path = Path.Combine(_folder, "log");
        long largest = GrowToLimit(path);
        using (FileStream shorter = new(path, FileMode.Open))
            shorter.SetLength(largest - 5);
        _ = AppendFile.TryOpen(path, out AppendFile? file);
        FileError error = file!.Write("whole\n"u8, out int written);
        Assert.False(error.IsNone);
        Assert.Equal((5, largest), (written, file.Size));
        file.Dispose();
    }

    [Fact]
    public void A_full_disk_is_a_value_with_its_text()
    {
        _ = AppendFile.TryOpen("/dev/full", out AppendFile? full);
        FileError error = full!.Write("row\n"u8, out int written);
        full.Dispose();
        Assert.Equal(("No space left on device", 0), (error.ToString(), written));
    }

    [Fact]
    public void Ways_that_lead_nowhere_are_values_with_their_text()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        FileError missing = AppendFile.TryCreate(Path.Combine(_folder, "none", "log"), out _);
        FileError throughFile = AppendFile.TryCreate(Path.Combine(_folder, "file", "log"), out _);
        FileError folder = AppendFile.TryOpen(_folder, out _);
        Assert.Equal(
            [(true, "No such file or directory"), (false, "Not a directory"), (false, "Is a directory")],
            new[] { missing, throughFile, folder }.Select(error => (error.IsMissing, error.ToString())));
    }

    [Fact]
    public void A_folder_is_made_with_those_above_it()
    {
        string deep = Path.Combine(_folder, "a", "b", "c");
        Assert.Equal(FileError.None, AppendFile.TryCreateFolder(deep));
        Assert.Equal(FileError.None, AppendFile.TryCreateFolder(deep));
        Assert.True(Directory.Exists(deep));
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.Equal("Not a directory", AppendFile.TryCreateFolder(Path.Combine(_folder, "file", "a", "b")).ToString());
    }

    [Fact]
    public void A_deleted_file_knows_that_it_is_deleted()
    {
        _ = AppendFile.TryCreate(Path.Combine(_folder, "log"), out AppendFile? file);
        Assert.False(file!.IsDeleted);
        Assert.Equal(FileError.None, file.Delete());
        Assert.True(file.IsDeleted);
        Assert.True(file.Delete().IsMissing);
        file.Dispose();
    }

    [Fact]
    public void Free_space_is_what_the_runtime_says_it_is()
    {
        Assert.Equal(FileError.None, AppendFile.TryGetFreeBytes(_folder, out long bytes));
        long expected = new DriveInfo(_folder).AvailableFreeSpace;
        Assert.InRange(bytes, expected - (1L << 30), expected + (1L << 30)); // others write meanwhile
        Assert.True(AppendFile.TryGetFreeBytes(Path.Combine(_folder, "none"), out _).IsMissing);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        _ = AppendFile.TryCreate(Path.Combine(_folder, "log"), out AppendFile? file);
        byte[] row = Encoding.ASCII.GetBytes("2019-01-17T12:37:38.109979,interface,0.5\n");
        Use(file!, row, 10);
        Assert.Equal(0, Allocations.Of(() => Use(file!, row, 1000)));
        file!.Dispose();
    }

    private void Use(AppendFile file, byte[] row, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _ = file.Write(row, out _);
            _ = file.IsDeleted;
            _ = AppendFile.TryGetFreeBytes(_folder, out _);
        }
    }

    /// <returns>Bytes; the file has no blocks, so it takes no room.</returns>
    private static long GrowToLimit(string path)
    {
        using FileStream file = new(path, FileMode.Create);
        long accepted = 0;
        for (long step = 1L << 62; step > 0; step >>= 1)
        {
            try
            {
                file.SetLength(accepted + step);
                accepted += step;
            }
            catch (Exception refused) when (refused is IOException or ArgumentException)
            {
                continue;
            }
        }
        return accepted;
    }
}

using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed unsafe class MappedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-mapped-").FullName;

    private string FilePath => Path.Combine(_folder, "sounding");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_stored_is_in_the_file_and_is_found_again()
    {
        using (MappedFile file = new(FilePath, 8192))
        {
            file.Start[0] = 1;
            file.Start[8191] = 2;
            byte[] bytes = File.ReadAllBytes(FilePath); // while it is open, as after a crash
            Assert.Equal((8192, 1, 2), (bytes.Length, bytes[0], bytes[^1]));
        }
        using MappedFile again = new(FilePath, 8192);
        Assert.Equal((1, 0, 2), (again.Start[0], again.Start[1], again.Start[8191]));
    }

    [Fact]
    public void A_file_of_another_length_is_emptied()
    {
        File.WriteAllText(FilePath, "of another version");
        using MappedFile file = new(FilePath, 4096);
        Assert.Equal(new byte[4096], new ReadOnlySpan<byte>(file.Start, 4096).ToArray());
    }

    [Fact]
    public void Where_it_cannot_be_it_says_so() => Assert.Equal(
        "/proc/nothing/sounding: open: No such file or directory",
        Assert.Throws<IOException>(() => new MappedFile("/proc/nothing/sounding", 4096)).Message);
}

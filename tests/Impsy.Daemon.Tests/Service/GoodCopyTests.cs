using System.Text;
using Impsy.Daemon.Service;

namespace Impsy.Daemon.Tests.Service;

public sealed class GoodCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-good-").FullName;
    private readonly GoodCopy _copy;

    public GoodCopyTests() => _copy = new GoodCopy(Path.Combine(_folder, "state"), "config", ".toml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_last_that_was_kept_is_found_and_the_only_one()
    {
        Assert.Null(_copy.Find());
        Assert.True(_copy.Keep("one"u8).IsNone);
        Assert.True(_copy.Keep("two"u8).IsNone);
        Assert.True(_copy.Keep("two"u8).IsNone);
        Assert.Equal("two", File.ReadAllText(_copy.Find()!));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "state")));
    }

    [Fact]
    public void A_copy_that_is_damaged_is_none()
    {
        _copy.Keep("one"u8);
        File.AppendAllText(_copy.Find()!, "!");
        Assert.Null(_copy.Find());
    }

    [Fact]
    public void After_a_power_cut_between_writing_and_tidying_up_either_is_good()
    {
        _copy.Keep("one"u8);
        string one = _copy.Find()!;
        byte[] kept = File.ReadAllBytes(one);
        _copy.Keep("two"u8);
        string two = _copy.Find()!;
        Thread.Sleep(20); // file systems stamp with the kernel's tick, 10 ms at the slowest
        File.WriteAllBytes(one, kept);
        Assert.Equal(one, _copy.Find());
        File.WriteAllText(one, "torn");
        Assert.Equal(two, _copy.Find());
    }

    [Fact]
    public void A_file_is_copied_only_as_what_it_was_when_it_was_found_good()
    {
        string source = Path.Combine(_folder, "model.onnx");
        byte[] large = Encoding.ASCII.GetBytes(new string('m', 200_000));
        File.WriteAllBytes(source, large);
        Assert.True(_copy.Keep(source, Checksum.Of(large)).IsNone);
        Assert.Equal(large, File.ReadAllBytes(_copy.Find()!));
        File.WriteAllText(source, "overwritten");
        Assert.True(_copy.Keep(source, Checksum.Of("another"u8)).IsNone);
        Assert.Equal(large, File.ReadAllBytes(_copy.Find()!));
        File.Delete(source);
        Assert.True(_copy.Keep(source, 5).IsNone);
        Assert.Equal(large, File.ReadAllBytes(_copy.Find()!));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "state")));
    }
}

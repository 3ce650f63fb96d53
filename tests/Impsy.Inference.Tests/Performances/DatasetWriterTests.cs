using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Impsy.Inference.Performances;

namespace Impsy.Inference.Tests.Performances;

public class DatasetWriterTests
{
    public static TheoryData<string, string, int, string> Written()
    {
        TheoryData<string, string, int, string> written = [];
        foreach (string[] line in DatasetTestTakes.Lines("written.txt"))
            written.Add(line[0], line[1], int.Parse(line[2]), line[3]);
        return written;
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void What_is_written_is_byte_for_byte_what_NumPy_writes(string lengths, string d, int size, string hash)
    {
        using MemoryStream file = new();
        DatasetWriter.Write(DatasetTestTakes.Make(lengths, d), file);
        using ZipArchive archive = new(file);
        using MemoryStream content = new();
        using (Stream entry = archive.GetEntry("perfs.npy")!.Open())
            entry.CopyTo(content);
        Assert.Equal(
            (size, hash), ((int)content.Length, Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))));
    }

    [Fact]
    public void What_is_written_is_read_again_without_its_openings()
    {
        Take[] takes =
        [
            new("a", 3, [0, 0.5f, 0.25f, 1.5f, 1, 0, 2, 0, 1], hasOpening: true),
            .. DatasetTestTakes.Make("1 400 7", "3"),
        ];
        using MemoryStream file = new();
        DatasetWriter.Write(takes, file);
        DatasetReading reading = DatasetReader.Read(file, "x/y.npz");
        Assert.Equal(["y.npz#1", "y.npz#2", "y.npz#3", "y.npz#4"], reading.Takes.Select(take => take.Name));
        Assert.Equal(takes.Select(take => take.Events.ToArray()), reading.Takes.Select(take => take.Events.ToArray()));
    }

    [Fact]
    public void The_same_takes_give_the_same_file()
    {
        Assert.Equal(File(), File());

        static byte[] File()
        {
            using MemoryStream file = new();
            DatasetWriter.Write(DatasetTestTakes.Make("5 6", "4"), file);
            return file.ToArray();
        }
    }

    [Fact]
    public void Takes_that_make_no_dataset_are_refused()
    {
        Take two = DatasetTestTakes.Make("3", "2").Single();
        Take three = DatasetTestTakes.Make("3", "3").Single();
        Take opening = new("o", 2, [0, 1], hasOpening: true);
        using MemoryStream file = new();
        Assert.Throws<ArgumentException>(() => DatasetWriter.Write([], file));
        Assert.Throws<ArgumentException>(() => DatasetWriter.Write([two, three], file));
        Assert.Throws<ArgumentException>(() => DatasetWriter.Write([two, opening], file));
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public void NumPy_itself_reads_it()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = System.IO.File.Create(path))
                DatasetWriter.Write(DatasetTestTakes.Make("300 1 2", "4"), file);
            string text = RunPython(
                $"import numpy; p = numpy.load('{path}', allow_pickle=True)['perfs']; " +
                "print(p.dtype, p.shape, [(t.shape, str(t.dtype)) for t in p], float(p[2][1][3]))");
            Assert.Equal(
                "object (3,) [((300, 4), 'float32'), ((1, 4), 'float32'), ((2, 4), 'float32')] 0.15625\n", text);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static string RunPython(string program)
    {
        // Debian's NumPy belongs to Debian's Python, which need not be the first on the path.
        ProcessStartInfo start = new("/usr/bin/python3", ["-c", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start) ?? throw new InvalidOperationException("no process");
        string output = python.StandardOutput.ReadToEnd();
        string complaint = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, $"is the package python3-numpy installed? {complaint}");
        return output;
    }
}

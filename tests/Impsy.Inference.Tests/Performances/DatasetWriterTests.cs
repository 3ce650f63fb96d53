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

    [NumpyFact]
    public void NumPy_itself_reads_it()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = System.IO.File.Create(path))
                DatasetWriter.Write(DatasetTestTakes.Make("300 1 2", "4"), file);
            string text = NumpyFactAttribute.Run(
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

    /// <summary>A test that needs python3 with NumPy; the stored bytes above stand in where there is none.</summary>
    private sealed class NumpyFactAttribute : FactAttribute
    {
        private static readonly bool s_found = IsThere();

        public NumpyFactAttribute()
        {
            if (!s_found)
                Skip = "python3 with numpy is not there";
        }

        public static string Run(string program)
        {
            ProcessStartInfo start = new("python3", ["-c", program])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process python = Process.Start(start) ?? throw new InvalidOperationException("no process");
            string output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return output;
        }

        private static bool IsThere()
        {
            try
            {
                return Run("import numpy; print(1)") == "1\n";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}

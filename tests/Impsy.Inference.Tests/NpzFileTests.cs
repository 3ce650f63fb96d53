using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Impsy.Inference.Numpy;
using Impsy.TestSupport;

namespace Impsy.Inference.Tests;

/// <summary>
/// Archives put together here byte by byte after NumPy's published format (numpy.lib.format); those that NumPy itself
/// has written are read by <see cref="GoldenModelTests"/>.
/// </summary>
public class NpzFileTests
{
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Stored_and_deflated_arrays_of_every_type_are_read(CompressionLevel level)
    {
        using NpzFile file = Open(
            level,
            ("a", Npy("'<f4'", "(3,)", Bytes<float>([1, -2, 3.5f]))),
            ("b", Npy("'<f8'", "(1, 2)", Bytes<double>([0.1, 2]))),
            ("c", Npy("'<i4'", "()", Bytes<int>([-7]))),
            ("d", Npy("'<i8'", "(2, 0)", Bytes<long>([]), version: 2)),
            ("e", Npy("'<i8'", "(2,)", Bytes<long>([1L << 40, 2]), version: 3)));
        Assert.Equal(["a", "b", "c", "d", "e"], file.Names);
        Assert.Equal([1, -2, 3.5f], file.Read("a").ToSingles());
        Assert.Equal([1, -2, 3.5], file.Read("a").ToDoubles());
        Assert.Equal([0.1, 2], file.Read("b").ToDoubles());
        Assert.Equal([0.1f, 2], file.Read("b").ToSingles());
        Assert.Equal("(1, 2)", file.Read("b").ShapeText);
        Assert.Equal([-7L], file.Read("c").ToInt64());
        Assert.Empty(file.Read("c").Shape);
        Assert.Empty(file.Read("d").ToInt64());
        Assert.Equal([1L << 40, 2], file.Read("e").ToInt64());
    }

    [Fact]
    public void Fortran_order_is_turned_into_C_order()
    {
        // numpy.arange(24).reshape(2, 3, 4), written column by column
        float[] fortran = new float[24];
        for (int i = 0; i < 24; i++)
            fortran[i / 12 + 2 * (i / 4 % 3) + 6 * (i % 4)] = i;
        using NpzFile file = Open(
            CompressionLevel.Optimal, ("x", Npy("'<f4'", "(2, 3, 4)", Bytes<float>(fortran), order: "True")));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), file.Read("x").ToSingles());
    }

    [Theory]
    [InlineData("'|O'", "(1,)", "holds Python objects; only plain numbers are read")]
    [InlineData("'>f4'", "(1,)", "has elements of type >f4; read are <f4, <f8, <i4 and <i8")]
    [InlineData("[('x', '<f4')]", "(1,)", "has elements of type [('x'; read are <f4, <f8, <i4 and <i8")]
    [InlineData("'<f4'", "(2,)", "expected 8 bytes of data for its shape, found 4")]
    [InlineData("'<f4'", "(-1,)", "has a shape with '-1' in it")]
    [InlineData("'<f4'", "(1e3,)", "has a shape with '1e3' in it")]
    [InlineData("'<f4'", "3", "has a shape that is no tuple")]
    [InlineData("'<f4'", "(65536, 65536, 65536)", "has more than 268435456 elements")]
    [InlineData("'<f4'", "(100000000,)", "expected 400000000 bytes of data for its shape, found 4")]
    public void What_is_no_plain_array_is_refused_by_name(string descr, string shape, string expected)
    {
        using NpzFile file = Open(CompressionLevel.Optimal, ("x", Npy(descr, shape, new byte[4])));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => file.Read("x"));
        Assert.Equal($"test.npz: x: {expected}", failure.Message);
    }

    [Fact]
    public void An_array_that_is_not_there_is_answered_with_those_that_are()
    {
        using NpzFile file = Open(CompressionLevel.Optimal, ("a", Npy("'<f4'", "(0,)", [])), ("b", []));
        Assert.Equal(
            "test.npz: c: is not there; the file has a, b",
            Assert.Throws<InvalidDataException>(() => file.Read("c")).Message);
        Assert.Equal(
            "test.npz: b: ends within its header",
            Assert.Throws<InvalidDataException>(() => file.Read("b")).Message);
    }

    [Fact]
    public void Whole_numbers_are_no_weights()
    {
        using NpzFile file = Open(CompressionLevel.Optimal, ("a", Npy("'<i4'", "(1,)", new byte[4])));
        Assert.Throws<InvalidDataException>(file.Read("a").ToSingles);
        Assert.Throws<InvalidDataException>(file.Read("a").ToDoubles);
    }

    [Fact]
    public void What_is_no_archive_says_so() => Assert.StartsWith(
        "test.npz: is no .npz file: ",
        Assert.Throws<InvalidDataException>(() => new NpzFile(new MemoryStream(new byte[100]), "test.npz")).Message);

    // A claim costs nothing, a gigabyte does: sizes are compared before any memory is taken.
    [Fact]
    public void A_claim_of_a_gigabyte_takes_no_memory()
    {
        byte[] archive = Archive(CompressionLevel.Optimal, ("x", Npy("'<f4'", "(250000000,)", new byte[400])));
        byte[] honest = BitConverter.GetBytes(400 + 128);
        byte[] claim = BitConverter.GetBytes(1_000_000_000 + 128);
        for (int i = 0; i + 4 <= archive.Length; i++)
        {
            if (archive.AsSpan(i, 4).SequenceEqual(honest))
                claim.CopyTo(archive, i);
        }
        using NpzFile file = new(new MemoryStream(archive), "test.npz");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims", Assert.Throws<InvalidDataException>(() => file.Read("x")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Broken_archives_end_in_a_message_and_nothing_else()
    {
        float[] values = [.. Enumerable.Range(0, 20).Select(i => 0.3f * i)];
        byte[] whole = Archive(CompressionLevel.Optimal, ("x", Npy("'<f4'", "(20,)", Bytes<float>(values))));
        Random random = new(5);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] broken = [.. whole[..(round % 2 == 0 ? whole.Length : random.Next(whole.Length))]];
            for (int flips = 0; flips < 3 && broken.Length > 0; flips++)
                broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                using NpzFile file = new(new MemoryStream(broken), "test.npz");
                _ = file.Read("x").ToSingles();
            }
            catch (InvalidDataException failure)
            {
                Assert.StartsWith("test.npz: ", failure.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 2000);
    }

    [SharedFact("npz/evil.npz")]
    public void A_pickle_is_never_opened()
    {
        using NpzFile file = new(SharedData.Find("npz", "evil.npz"));
        Assert.EndsWith(
            "perfs: holds Python objects; only plain numbers are read",
            Assert.Throws<InvalidDataException>(() => file.Read("perfs")).Message);
    }

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] Npy(string descr, string shape, byte[] data, string order = "False", int version = 1)
    {
        string header = $"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}";
        int prefix = version == 1 ? 10 : 12;
        string padded = header.PadRight(127 - prefix) + "\n"; // together 128 bytes
        byte[] length = BitConverter.GetBytes(padded.Length)[..(version == 1 ? 2 : 4)];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.Latin1.GetBytes(padded), .. data];
    }

    private static byte[] Archive(CompressionLevel level, params (string Name, byte[] Npy)[] arrays)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] npy) in arrays)
            {
                using Stream entry = archive.CreateEntry(name + ".npy", level).Open();
                entry.Write(npy);
            }
        }
        return stream.ToArray();
    }

    private static NpzFile Open(CompressionLevel level, params (string Name, byte[] Npy)[] arrays) =>
        new(new MemoryStream(Archive(level, arrays)), "test.npz");
}

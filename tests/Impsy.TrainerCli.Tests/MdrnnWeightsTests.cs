using System.IO.Compression;
using System.Text;
using Impsy.TestSupport;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Tests;

public class MdrnnWeightsTests
{
    [Fact]
    public void The_shape_of_a_network_is_read_from_its_arrays()
    {
        MdrnnWeights weights = MdrnnWeights.Load(Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz"));
        Assert.Equal((9, 2, 64, 24), (weights.Dimension, weights.Layers.Count, weights.Units, weights.Mixtures));
        Assert.True(weights.AreFinite());
        weights.Logits.Bias[3] = float.NaN;
        Assert.False(weights.AreFinite());
    }

    [Fact]
    public void Every_wrong_shape_is_said_at_once()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("w.npz");
        Write(path, ("lstm0.kernel", [8, 3]), ("lstm0.recurrent", [2, 8]), ("lstm0.bias", [8]),
            ("head.mu.kernel", [15, 2]), ("head.mu.bias", [15]), ("head.sigma.kernel", [15, 2]),
            ("head.sigma.bias", [3, 5]), ("head.pi.kernel", [5, 2]), ("head.pi.bias", [4]));
        Assert.Equal(
            $"{path}: lstm0.recurrent: expected shape (8, 2), found (2, 8); " +
            "head.sigma.bias: expected shape (15), found (3, 5); head.pi.bias: expected shape (5), found (4,)",
            Assert.Throws<InvalidDataException>(() => MdrnnWeights.Load(path)).Message);
    }

    [Fact]
    public void A_kernel_that_is_no_four_blocks_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("w.npz");
        Write(path, ("lstm0.kernel", [7, 3]), ("head.pi.kernel", [5, 2]));
        Assert.StartsWith(
            $"{path}: expected lstm0.kernel of shape (4U, D) and head.pi.kernel of shape (M, U), found (7, 3) and ",
            Assert.Throws<InvalidDataException>(() => MdrnnWeights.Load(path)).Message);
    }

    /// <summary>Arrays of zeros.</summary>
    private static void Write(string path, params (string Name, int[] Shape)[] arrays)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, int[] shape) in arrays)
        {
            using Stream entry = archive.CreateEntry(name + ".npy").Open();
            string tuple = string.Concat(shape.Select(size => $"{size},"));
            string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}".PadRight(117) + "\n";
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)]);
            entry.Write(new byte[4 * shape.Aggregate(1, (total, size) => total * size)]);
        }
    }
}

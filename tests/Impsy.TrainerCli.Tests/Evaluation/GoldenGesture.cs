using Impsy.Inference.Numpy;
using Impsy.TestSupport;

namespace Impsy.TrainerCli.Tests.Evaluation;

/// <summary>The trained model of tests/vectors/bootstrap, and what PyTorch says of it.</summary>
internal static class GoldenGesture
{
    private static readonly string s_golden = Repository.Vector("bootstrap", "mdrnn-9d-s-residual-golden.npz");

    /// <summary>Exports the model; returns its path.</summary>
    public static string Export(TemporaryFolder folder, params string[] options)
    {
        string path = folder.File("golden.onnx");
        Trainer.AssertDone(
            ["export", "--weights", Repository.Vector("bootstrap", "mdrnn-9d-s-residual-weights.npz"), "--residual",
                "--grid", "127", "--out", path, .. options]);
        return path;
    }

    /// <summary>Writes the gesture as a log; returns its path.</summary>
    public static string WriteLog(TemporaryFolder folder)
    {
        string path = folder.File("2026-05-01T20-00-00-9d-mdrnn.log");
        using NpzFile golden = new(s_golden);
        Trainer.WriteLog(path, golden.Read("events").ToSingles().Chunk(9));
        return path;
    }

    /// <summary>(199) of the events after the first.</summary>
    public static double[] Read(string array)
    {
        using NpzFile golden = new(s_golden);
        return golden.Read(array).ToDoubles();
    }
}

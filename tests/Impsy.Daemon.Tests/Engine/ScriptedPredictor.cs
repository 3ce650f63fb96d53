using System.Globalization;
using Impsy.Inference;

namespace Impsy.Daemon.Tests.Engine;

/// <summary>
/// Predicts what a test says, and remembers what it was given. The nth prediction is the nth of the script, then the
/// last for ever; every prediction's first control also counts up by a 1/1000, so that a text shows which one it was.
/// </summary>
internal sealed class ScriptedPredictor(int dimension, params float[] dts) : IPredictor
{
    private int _count;

    public ModelMetadata Metadata { get; } = TestModels.Metadata(dimension);
    public int Dimension => dimension;
    public List<string> Given { get; } = [];

    public void Reset() => Given.Add("reset");

    public void Predict(ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> predicted)
    {
        Given.Add(string.Join(' ', current.ToArray().Select(v => v.ToString("0.####", CultureInfo.InvariantCulture))));
        predicted[0] = dts[Math.Min(_count, dts.Length - 1)];
        predicted[1..].Fill(0.9f);
        predicted[1] = ++_count / 1000f;
    }

    public void Dispose() => Given.Add("disposed");
}

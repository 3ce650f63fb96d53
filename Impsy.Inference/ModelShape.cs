using Impsy.Inference.Onnx;

namespace Impsy.Inference;

/// <summary>
/// The inputs and outputs that every model has, by name and shape: written by the exporter, expected by the
/// instrument. All float32; batch and sequence are always 1.
/// </summary>
public static class ModelShape
{
    public const string Input = "input";
    public const string Head = "head";

    /// <summary>Behind a state's name: the state after the step.</summary>
    public const string OutSuffix = "_out";

    /// <summary>The state of a layer before the step: h0, c0, h1, c1 ...</summary>
    public static string State(int layer, bool isCell) => $"{(isCell ? 'c' : 'h')}{layer}";

    public static long[] InputShape(ModelMetadata metadata) => [1, 1, metadata.Dimension];

    public static long[] StateShape(ModelMetadata metadata) => [1, 1, metadata.Units];

    public static long[] HeadShape(ModelMetadata metadata) => [1, metadata.HeadLength];

    /// <summary>Where a file's tensors differ from what its metadata says; empty when they agree.</summary>
    internal static IReadOnlyList<string> Compare(ModelMetadata metadata, OnnxSession session)
    {
        List<string> mistakes = [];
        Dictionary<string, long[]> inputs = new() { [Input] = InputShape(metadata) };
        Dictionary<string, long[]> outputs = new() { [Head] = HeadShape(metadata) };
        for (int i = 0; i < 2 * metadata.Layers; i++)
        {
            string name = State(i / 2, isCell: i % 2 == 1);
            inputs[name] = StateShape(metadata);
            outputs[name + OutSuffix] = StateShape(metadata);
        }
        Compare("input", inputs, session.Inputs, mistakes);
        Compare("output", outputs, session.Outputs, mistakes);
        return mistakes;
    }

    private static void Compare(
        string kind, Dictionary<string, long[]> expected, IReadOnlyList<OnnxTensor> found, List<string> mistakes)
    {
        foreach ((string name, long[] shape) in expected)
        {
            OnnxTensor wanted = new(name, OrtApi.ElementFloat, shape);
            OnnxTensor? tensor = found.Where(tensor => tensor.Name == name).Cast<OnnxTensor?>().FirstOrDefault();
            if (tensor?.ToString() != wanted.ToString())
                mistakes.Add($"{kind} {name}: expected {wanted}, found {tensor?.ToString() ?? "none"}");
        }
        foreach (OnnxTensor tensor in found.Where(tensor => !expected.ContainsKey(tensor.Name)))
            mistakes.Add($"{kind} {tensor.Name}: expected none of that name, found {tensor}");
    }
}

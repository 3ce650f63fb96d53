namespace Impsy.Inference.Onnx;

/// <summary>What a model file declares of one input or output.</summary>
/// <param name="ElementType">ONNXTensorElementDataType; 0 when it is no tensor.</param>
/// <param name="Shape">-1 where the file leaves a dimension open.</param>
internal readonly record struct OnnxTensor(string Name, int ElementType, long[] Shape)
{
    public override string ToString()
    {
        string type = ElementType switch
        {
            0 => "no tensor",
            OrtApi.ElementFloat => "float32",
            _ => $"element type {ElementType}",
        };
        return $"{type} ({string.Join(", ", Shape)})";
    }
}

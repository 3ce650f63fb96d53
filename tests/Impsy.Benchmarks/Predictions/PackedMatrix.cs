using System.Numerics;
using System.Runtime.InteropServices;

namespace Impsy.Benchmarks.Predictions;

/// <summary>
/// A matrix and a bias, laid out for multiplying with one vector: stripes of four SIMD vectors of outputs, and in a
/// stripe all that belongs to one input side by side, so that memory is read once from front to back. Native memory:
/// dispose of it.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private const int Alignment = 64; // bytes: a cache line
    private const int StripeVectors = 4;

    private readonly int _inputs; // even: two inputs are taken at a time, into sums of their own, to hide the latency
    private readonly int _stripes;
    private float* _bias;
    private float* _weights; // (stripes, inputs, width of a stripe)

    /// <param name="rows">(outputs, inputs) row by row.</param>
    /// <param name="bias">(outputs)</param>
    public PackedMatrix(ReadOnlySpan<float> rows, ReadOnlySpan<float> bias)
    {
        int outputs = bias.Length;
        int inputs = rows.Length / outputs;
        int width = StripeVectors * Vector<float>.Count;
        _inputs = inputs + inputs % 2;
        _stripes = (outputs + width - 1) / width;
        _bias = Allocate(_stripes * width);
        _weights = Allocate(_stripes * width * _inputs);
        bias.CopyTo(new Span<float>(_bias, outputs));
        for (int output = 0; output < outputs; output++)
        {
            float* stripe = _weights + output / width * width * _inputs;
            for (int input = 0; input < inputs; input++)
                stripe[input * width + output % width] = rows[output * inputs + input];
        }
        PaddedOutputs = _stripes * width;
    }

    /// <summary>Floats that the input has room for; what is above the true count must be 0.</summary>
    public int PaddedInputs => _inputs;

    /// <summary>Floats that the output has room for.</summary>
    public int PaddedOutputs { get; }

    /// <param name="input">(<see cref="PaddedInputs"/>)</param>
    /// <param name="output">(<see cref="PaddedOutputs"/>) = matrix times input plus bias.</param>
    public void Multiply(float* input, float* output)
    {
        int count = Vector<float>.Count;
        float* weights = _weights;
        for (int stripe = 0; stripe < _stripes; stripe++)
        {
            float* bias = _bias + stripe * StripeVectors * count;
            Vector<float> a0 = Vector.Load(bias);
            Vector<float> a1 = Vector.Load(bias + count);
            Vector<float> a2 = Vector.Load(bias + 2 * count);
            Vector<float> a3 = Vector.Load(bias + 3 * count);
            Vector<float> b0 = default, b1 = default, b2 = default, b3 = default;
            for (int i = 0; i < _inputs; i += 2, weights += 2 * StripeVectors * count)
            {
                Vector<float> first = new(input[i]);
                Vector<float> second = new(input[i + 1]);
                a0 = Vector.FusedMultiplyAdd(first, Vector.Load(weights), a0);
                a1 = Vector.FusedMultiplyAdd(first, Vector.Load(weights + count), a1);
                a2 = Vector.FusedMultiplyAdd(first, Vector.Load(weights + 2 * count), a2);
                a3 = Vector.FusedMultiplyAdd(first, Vector.Load(weights + 3 * count), a3);
                b0 = Vector.FusedMultiplyAdd(second, Vector.Load(weights + 4 * count), b0);
                b1 = Vector.FusedMultiplyAdd(second, Vector.Load(weights + 5 * count), b1);
                b2 = Vector.FusedMultiplyAdd(second, Vector.Load(weights + 6 * count), b2);
                b3 = Vector.FusedMultiplyAdd(second, Vector.Load(weights + 7 * count), b3);
            }
            float* result = output + stripe * StripeVectors * count;
            (a0 + b0).Store(result);
            (a1 + b1).Store(result + count);
            (a2 + b2).Store(result + 2 * count);
            (a3 + b3).Store(result + 3 * count);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_bias);
        NativeMemory.AlignedFree(_weights);
        _bias = _weights = null;
    }

    /// <summary>Zeroes.</summary>
    internal static float* Allocate(int floats)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), Alignment);
        new Span<float>(memory, floats).Clear();
        return memory;
    }
}

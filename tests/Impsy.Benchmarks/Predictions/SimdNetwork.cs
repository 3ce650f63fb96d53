using System.Numerics;
using System.Runtime.InteropServices;
using Impsy.TrainerCli.Models;

namespace Impsy.Benchmarks.Predictions;

/// <summary>
/// The same network in plain C# with SIMD, float32: the yardstick that ONNX Runtime is held against, in the same run.
/// Not a product: no gates but the sigmoid, no quantization. One thread; allocates nothing after construction.
/// </summary>
internal sealed unsafe class SimdNetwork : IDisposable
{
    private const float Scale = 10; // of the input: the weights expect it scaled

    private readonly int _dimension;
    private readonly int _units;
    private readonly int _headLength;
    private readonly PackedMatrix[] _layers; // (4U, inputs + U): what is heard, then the state
    private readonly PackedMatrix _head;
    private readonly float*[] _hidden; // (U) each
    private readonly float*[] _cell;   // (U) each
    private readonly float* _heard;    // the input of a layer and its state, one after the other, and room for padding
    private readonly float* _sums;     // (4U) i, f, c, o
    private readonly float* _output;

    public SimdNetwork(MdrnnWeights weights)
    {
        if (weights.Units % Vector<float>.Count != 0)
            throw new ArgumentException($"{weights.Units} units are no multiple of the SIMD width", nameof(weights));
        _dimension = weights.Dimension;
        _units = weights.Units;
        _layers = [.. weights.Layers.Select(layer => Pack(layer, _units))];
        _head = new PackedMatrix(
            [.. weights.Means.Kernel, .. weights.Deviations.Kernel, .. weights.Logits.Kernel],
            [.. weights.Means.Bias, .. weights.Deviations.Bias, .. weights.Logits.Bias]);
        _headLength = weights.Mixtures * (2 * _dimension + 1);
        _hidden = new float*[_layers.Length];
        _cell = new float*[_layers.Length];
        for (int l = 0; l < _layers.Length; l++)
        {
            _hidden[l] = PackedMatrix.Allocate(_units);
            _cell[l] = PackedMatrix.Allocate(_units);
        }
        _heard = PackedMatrix.Allocate(_layers.Max(layer => layer.PaddedInputs));
        _sums = PackedMatrix.Allocate(_layers.Max(layer => layer.PaddedOutputs));
        _output = PackedMatrix.Allocate(_head.PaddedOutputs);
    }

    /// <summary>(M*(2D+1)) what the last step said, raw, in scaled units.</summary>
    public ReadOnlySpan<float> Head => new(_output, _headLength);

    /// <param name="current">(D) natural units.</param>
    public void Step(ReadOnlySpan<float> current)
    {
        for (int i = 0; i < _dimension; i++)
            _heard[i] = Scale * current[i];
        int heard = _dimension;
        for (int l = 0; l < _layers.Length; l++)
        {
            Span<float> hidden = new(_hidden[l], _units);
            hidden.CopyTo(new Span<float>(_heard + heard, _units));
            if (_layers[l].PaddedInputs > heard + _units)
                _heard[heard + _units] = 0;
            _layers[l].Multiply(_heard, _sums);
            Gate(_hidden[l], _cell[l]);
            hidden.CopyTo(new Span<float>(_heard, _units));
            heard = _units;
        }
        _head.Multiply(_heard, _output);
    }

    public void Dispose()
    {
        foreach (PackedMatrix layer in _layers)
            layer.Dispose();
        _head.Dispose();
        for (int l = 0; l < _layers.Length; l++)
        {
            NativeMemory.AlignedFree(_hidden[l]);
            NativeMemory.AlignedFree(_cell[l]);
        }
        NativeMemory.AlignedFree(_heard);
        NativeMemory.AlignedFree(_sums);
        NativeMemory.AlignedFree(_output);
    }

    private static PackedMatrix Pack(LstmWeights layer, int units)
    {
        int rows = 4 * units;
        int inputs = layer.Kernel.Length / rows;
        float[] both = new float[rows * (inputs + units)];
        for (int row = 0; row < rows; row++)
        {
            Span<float> packed = both.AsSpan(row * (inputs + units));
            layer.Kernel.AsSpan(row * inputs, inputs).CopyTo(packed);
            layer.Recurrent.AsSpan(row * units, units).CopyTo(packed[inputs..]);
        }
        return new PackedMatrix(both, layer.Bias);
    }

    private void Gate(float* hidden, float* cell)
    {
        for (int u = 0; u < _units; u += Vector<float>.Count)
        {
            Vector<float> input = Sigmoid(Vector.Load(_sums + u));
            Vector<float> forget = Sigmoid(Vector.Load(_sums + _units + u));
            Vector<float> candidate = Tanh(Vector.Load(_sums + 2 * _units + u));
            Vector<float> output = Sigmoid(Vector.Load(_sums + 3 * _units + u));
            Vector<float> kept = forget * Vector.Load(cell + u) + input * candidate;
            kept.Store(cell + u);
            (output * Tanh(kept)).Store(hidden + u);
        }
    }

    private static Vector<float> Sigmoid(Vector<float> x) =>
        Vector<float>.One / (Vector<float>.One + Exponential.Of(-x));

    private static Vector<float> Tanh(Vector<float> x) => 2 * Sigmoid(2 * x) - Vector<float>.One;
}

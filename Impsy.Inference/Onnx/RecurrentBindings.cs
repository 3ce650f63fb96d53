using System.Runtime.InteropServices;

namespace Impsy.Inference.Onnx;

/// <summary>
/// The native memory of a recurrent model and two bindings over it: one reads the state from buffers A and writes it
/// to B, the other goes back, so that a step copies nothing and allocates nothing. Belongs to one thread at a time;
/// dispose it before its session.
/// </summary>
internal sealed unsafe class RecurrentBindings : IDisposable
{
    /// <summary>Bytes; a cache line, and the widest vector load there is.</summary>
    private const int Alignment = 64;

    private readonly OnnxSession _session;
    private readonly ModelMetadata _metadata;
    private readonly List<nint> _values = []; // OrtValue*
    private readonly int _statesLength;
    private OrtMemoryInfo* _memoryInfo;
    private float* _memory; // input, head, states A, states B; each part starts on its own cache line
    private float* _input;
    private float* _head;
    private float* _statesA; // (2 L, U padded to a cache line): h0, c0, h1, c1 ...
    private float* _statesB;
    private OrtIoBinding* _fromA;
    private OrtIoBinding* _fromB;
    private bool _stateIsInB;

    /// <param name="metadata">Already held against the session's shapes.</param>
    public RecurrentBindings(OnnxSession session, ModelMetadata metadata)
    {
        _session = session;
        _metadata = metadata;
        _statesLength = 2 * metadata.Layers * Padded(metadata.Units);
        try
        {
            Allocate();
            _fromA = Bind(_statesA, _statesB);
            _fromB = Bind(_statesB, _statesA);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>(D) what the next <see cref="Run"/> hears, in natural units.</summary>
    public Span<float> Input => new(_input, _metadata.Dimension);

    /// <summary>(M*(2D+1)) what the last <see cref="Run"/> said, raw.</summary>
    public ReadOnlySpan<float> Head => new(_head, _metadata.HeadLength);

    /// <summary>Forgets: the state is zero again. Input and head are left alone.</summary>
    public void ClearState()
    {
        new Span<float>(_statesA, 2 * _statesLength).Clear(); // A and B are neighbours
        _stateIsInB = false;
    }

    /// <summary>One step: hears the input, moves the state on, fills the head.</summary>
    public void Run()
    {
        _session.Check(
            _session.Api.RunWithBinding(_session.Pointer, null, _stateIsInB ? _fromB : _fromA), "run");
        _stateIsInB = !_stateIsInB;
    }

    /// <summary>(U) the hidden or the cell state of a layer after the last step.</summary>
    public ReadOnlySpan<float> State(int layer, bool isCell)
    {
        float* states = _stateIsInB ? _statesB : _statesA;
        return new ReadOnlySpan<float>(
            states + (2 * layer + (isCell ? 1 : 0)) * Padded(_metadata.Units), _metadata.Units);
    }

    public void Dispose()
    {
        OrtApi api = _session.Api;
        if (_fromA != null)
            api.ReleaseIoBinding(_fromA);
        if (_fromB != null)
            api.ReleaseIoBinding(_fromB);
        foreach (nint value in _values)
            api.ReleaseValue((OrtValue*)value);
        if (_memoryInfo != null)
            api.ReleaseMemoryInfo(_memoryInfo);
        NativeMemory.AlignedFree(_memory);
        _values.Clear();
        _fromA = _fromB = null;
        _memoryInfo = null;
        _memory = null;
    }

    /// <summary>Up to the next cache line.</summary>
    private static int Padded(int floats)
    {
        const int Line = Alignment / sizeof(float);
        return (floats + Line - 1) / Line * Line;
    }

    private void Allocate()
    {
        int inputLength = Padded(_metadata.Dimension);
        int headLength = Padded(_metadata.HeadLength);
        int total = inputLength + headLength + 2 * _statesLength;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)total * sizeof(float), Alignment);
        new Span<float>(_memory, total).Clear();
        _input = _memory;
        _head = _input + inputLength;
        _statesA = _head + headLength;
        _statesB = _statesA + _statesLength;
        OrtMemoryInfo* memoryInfo;
        _session.Check(_session.Api.CreateCpuMemoryInfo(0, 0, &memoryInfo), "create memory info");
        _memoryInfo = memoryInfo;
    }

    private OrtIoBinding* Bind(float* from, float* to)
    {
        OrtIoBinding* binding;
        _session.Check(_session.Api.CreateIoBinding(_session.Pointer, &binding), "create binding");
        try
        {
            BindInput(binding, ModelShape.Input, Value(_input, ModelShape.InputShape(_metadata)));
            BindOutput(binding, ModelShape.Head, Value(_head, ModelShape.HeadShape(_metadata)));
            long[] stateShape = ModelShape.StateShape(_metadata);
            for (int i = 0; i < 2 * _metadata.Layers; i++)
            {
                string name = ModelShape.State(i / 2, isCell: i % 2 == 1);
                int offset = i * Padded(_metadata.Units);
                BindInput(binding, name, Value(from + offset, stateShape));
                BindOutput(binding, name + ModelShape.OutSuffix, Value(to + offset, stateShape));
            }
        }
        catch
        {
            _session.Api.ReleaseIoBinding(binding);
            throw;
        }
        return binding;
    }

    private void BindInput(OrtIoBinding* binding, string name, OrtValue* value)
    {
        fixed (byte* bytes = OnnxSession.ZeroEnded(name))
            _session.Check(_session.Api.BindInput(binding, bytes, value), $"bind input {name}");
    }

    private void BindOutput(OrtIoBinding* binding, string name, OrtValue* value)
    {
        fixed (byte* bytes = OnnxSession.ZeroEnded(name))
            _session.Check(_session.Api.BindOutput(binding, bytes, value), $"bind output {name}");
    }

    /// <summary>A tensor over our memory; the memory stays ours.</summary>
    private OrtValue* Value(float* data, long[] shape)
    {
        long length = 1;
        foreach (long size in shape)
            length *= size;
        OrtValue* value;
        fixed (long* dimensions = shape)
        {
            _session.Check(
                _session.Api.CreateTensorWithDataAsOrtValue(
                    _memoryInfo, data, (nuint)length * sizeof(float), dimensions, (nuint)shape.Length,
                    OrtApi.ElementFloat, &value),
                "create tensor");
        }
        _values.Add((nint)value);
        return value;
    }
}

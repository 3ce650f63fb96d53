using System.Runtime.InteropServices;
using System.Text;

namespace Impsy.Inference.Onnx;

/// <summary>
/// One loaded model: a single thread, sequential, no spinning, no arena. Every refusal of ONNX Runtime becomes a
/// <see cref="ModelException"/> with the model's name, the operation and the runtime's text. Belongs to one thread at
/// a time; whatever was made from it must be disposed before it.
/// </summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private OrtSession* _session;
    private readonly OrtAllocator* _allocator; // the default one, owned by the library

    /// <param name="model">The whole file; may be forgotten afterwards.</param>
    /// <param name="name">For messages.</param>
    public OnnxSession(byte[] model, string name)
    {
        Name = name;
        if (model.Length == 0)
            throw new ModelException(name, "the file is empty");
        Library = Load(name);
        try
        {
            OrtAllocator* allocator;
            Check(Api.GetAllocatorWithDefaultOptions(&allocator), "get allocator");
            _allocator = allocator;
            _session = Create(model);
            Inputs = Describe(isInput: true);
            Outputs = Describe(isInput: false);
        }
        catch
        {
            Dispose(); // a half-made session must not outlive its constructor
            throw;
        }
    }

    public string Name { get; }

    public OrtLibrary Library { get; }

    public OrtApi Api => Library.Api;

    public OrtSession* Pointer => _session;

    public IReadOnlyList<OnnxTensor> Inputs { get; }

    public IReadOnlyList<OnnxTensor> Outputs { get; }

    public void Check(OrtStatus* status, string operation)
    {
        if (status != null)
            throw new ModelException(Name, $"{operation}: {Api.TakeError(status)}");
    }

    /// <summary>A value of the file's metadata_props; null when the key is not there.</summary>
    public string? Metadata(string key)
    {
        OrtModelMetadata* metadata;
        Check(Api.SessionGetModelMetadata(_session, &metadata), "get metadata");
        try
        {
            byte* value = null;
            fixed (byte* zeroEnded = ZeroEnded(key))
            {
                Check(
                    Api.ModelMetadataLookupCustomMetadataMap(metadata, _allocator, zeroEnded, &value),
                    "look up metadata");
            }
            return value == null ? null : TakeString(value);
        }
        finally
        {
            Api.ReleaseModelMetadata(metadata);
        }
    }

    public void Dispose()
    {
        if (_session != null)
            Api.ReleaseSession(_session);
        _session = null;
    }

    internal static byte[] ZeroEnded(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static OrtLibrary Load(string name)
    {
        try
        {
            return OrtLibrary.Shared;
        }
        catch (DllNotFoundException failure)
        {
            throw new ModelException(name, failure.Message);
        }
    }

    private OrtSession* Create(byte[] model)
    {
        OrtSessionOptions* options;
        Check(Api.CreateSessionOptions(&options), "create session options");
        try
        {
            Check(Api.SetIntraOpNumThreads(options, 1), "set threads");
            Check(Api.SetInterOpNumThreads(options, 1), "set threads");
            Check(Api.SetSessionExecutionMode(options, OrtApi.ExecutionSequential), "set execution mode");
            // Without the arena a step is faster (measured: 7.5 instead of 8.8 us, size s) and memory smaller.
            Check(Api.DisableCpuMemArena(options), "disable arena");
            Check(Api.DisableMemPattern(options), "disable memory pattern");
            Configure(options, "session.intra_op.allow_spinning", "0");
            Configure(options, "session.inter_op.allow_spinning", "0");
            OrtSession* session;
            fixed (byte* bytes = model)
            {
                Check(
                    Api.CreateSessionFromArray(Library.Env, bytes, (nuint)model.Length, options, &session),
                    "load model");
            }
            return session;
        }
        finally
        {
            Api.ReleaseSessionOptions(options);
        }
    }

    private void Configure(OrtSessionOptions* options, string key, string value)
    {
        fixed (byte* keyBytes = ZeroEnded(key), valueBytes = ZeroEnded(value))
            Check(Api.AddSessionConfigEntry(options, keyBytes, valueBytes), $"set {key}");
    }

    private List<OnnxTensor> Describe(bool isInput)
    {
        nuint count;
        Check(
            isInput ? Api.SessionGetInputCount(_session, &count) : Api.SessionGetOutputCount(_session, &count),
            "count tensors");
        List<OnnxTensor> tensors = [];
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            OrtTypeInfo* type;
            Check(
                isInput
                    ? Api.SessionGetInputName(_session, i, _allocator, &name)
                    : Api.SessionGetOutputName(_session, i, _allocator, &name),
                "get tensor name");
            string text = TakeString(name);
            Check(
                isInput
                    ? Api.SessionGetInputTypeInfo(_session, i, &type)
                    : Api.SessionGetOutputTypeInfo(_session, i, &type),
                "get tensor type");
            try
            {
                tensors.Add(Describe(text, type));
            }
            finally
            {
                Api.ReleaseTypeInfo(type);
            }
        }
        return tensors;
    }

    private OnnxTensor Describe(string name, OrtTypeInfo* type)
    {
        OrtTensorTypeAndShapeInfo* tensor;
        Check(Api.CastTypeInfoToTensorInfo(type, &tensor), "get tensor shape");
        if (tensor == null)
            return new OnnxTensor(name, 0, []);
        int elementType;
        nuint rank;
        Check(Api.GetTensorElementType(tensor, &elementType), "get element type");
        Check(Api.GetDimensionsCount(tensor, &rank), "get tensor shape");
        long[] shape = new long[(int)rank];
        fixed (long* dimensions = shape)
            Check(Api.GetDimensions(tensor, dimensions, rank), "get tensor shape");
        return new OnnxTensor(name, elementType, shape);
    }

    private string TakeString(byte* text)
    {
        string copy = Marshal.PtrToStringUTF8((nint)text) ?? "";
        Check(Api.AllocatorFree(_allocator, text), "free string");
        return copy;
    }
}

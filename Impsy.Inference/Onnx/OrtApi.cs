namespace Impsy.Inference.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C API that the instrument calls, by their place in the OrtApi table of
/// onnxruntime_c_api.h (only ever appended to). Every argument is blittable, so a call is one indirect jump and
/// allocates nothing. A function that returns a status returns null on success; otherwise the caller owns the
/// status. Strings are UTF-8 and end in a zero.
/// </summary>
internal readonly unsafe struct OrtApi(void** table)
{
    /// <summary>The oldest table with everything below: every release from 1.17 on has it.</summary>
    public const uint Version = 17;

    /// <summary>ONNXTensorElementDataType: float32.</summary>
    public const int ElementFloat = 1;

    public const int LogFatal = 4;
    public const int ExecutionSequential = 0;

    public delegate* unmanaged[Cdecl]<OrtStatus*, byte*> GetErrorMessage =>
        (delegate* unmanaged[Cdecl]<OrtStatus*, byte*>)table[2];

    public delegate* unmanaged[Cdecl]<int, byte*, OrtEnv**, OrtStatus*> CreateEnv =>
        (delegate* unmanaged[Cdecl]<int, byte*, OrtEnv**, OrtStatus*>)table[3];

    public delegate* unmanaged[Cdecl]<OrtEnv*, OrtStatus*> DisableTelemetryEvents =>
        (delegate* unmanaged[Cdecl]<OrtEnv*, OrtStatus*>)table[6];

    public delegate* unmanaged[Cdecl]<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*>
        CreateSessionFromArray =>
        (delegate* unmanaged[Cdecl]<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*>)table[8];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions**, OrtStatus*> CreateSessionOptions =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions**, OrtStatus*>)table[10];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetSessionExecutionMode =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*>)table[13];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> DisableMemPattern =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*>)table[17];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> DisableCpuMemArena =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*>)table[19];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetIntraOpNumThreads =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*>)table[24];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetInterOpNumThreads =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*>)table[25];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> SessionGetInputCount =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*>)table[30];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> SessionGetOutputCount =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*>)table[31];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> SessionGetInputTypeInfo =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*>)table[33];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> SessionGetOutputTypeInfo =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*>)table[34];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> SessionGetInputName =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*>)table[36];

    public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> SessionGetOutputName =>
        (delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*>)table[37];

    public delegate* unmanaged[Cdecl]<OrtMemoryInfo*, void*, nuint, long*, nuint, int, OrtValue**, OrtStatus*>
        CreateTensorWithDataAsOrtValue =>
        (delegate* unmanaged[Cdecl]<OrtMemoryInfo*, void*, nuint, long*, nuint, int, OrtValue**, OrtStatus*>)table[49];

    /// <summary>Gives null, and success, when the value is no tensor.</summary>
    public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtTensorTypeAndShapeInfo**, OrtStatus*> CastTypeInfoToTensorInfo =>
        (delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtTensorTypeAndShapeInfo**, OrtStatus*>)table[55];

    public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, int*, OrtStatus*> GetTensorElementType =>
        (delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, int*, OrtStatus*>)table[60];

    public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, nuint*, OrtStatus*> GetDimensionsCount =>
        (delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, nuint*, OrtStatus*>)table[61];

    /// <summary>A dimension that the file leaves open is -1.</summary>
    public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, long*, nuint, OrtStatus*> GetDimensions =>
        (delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, long*, nuint, OrtStatus*>)table[62];

    public delegate* unmanaged[Cdecl]<int, int, OrtMemoryInfo**, OrtStatus*> CreateCpuMemoryInfo =>
        (delegate* unmanaged[Cdecl]<int, int, OrtMemoryInfo**, OrtStatus*>)table[69];

    public delegate* unmanaged[Cdecl]<OrtAllocator*, void*, OrtStatus*> AllocatorFree =>
        (delegate* unmanaged[Cdecl]<OrtAllocator*, void*, OrtStatus*>)table[76];

    public delegate* unmanaged[Cdecl]<OrtAllocator**, OrtStatus*> GetAllocatorWithDefaultOptions =>
        (delegate* unmanaged[Cdecl]<OrtAllocator**, OrtStatus*>)table[78];

    public delegate* unmanaged[Cdecl]<OrtStatus*, void> ReleaseStatus =>
        (delegate* unmanaged[Cdecl]<OrtStatus*, void>)table[93];

    public delegate* unmanaged[Cdecl]<OrtMemoryInfo*, void> ReleaseMemoryInfo =>
        (delegate* unmanaged[Cdecl]<OrtMemoryInfo*, void>)table[94];

    public delegate* unmanaged[Cdecl]<OrtSession*, void> ReleaseSession =>
        (delegate* unmanaged[Cdecl]<OrtSession*, void>)table[95];

    public delegate* unmanaged[Cdecl]<OrtValue*, void> ReleaseValue =>
        (delegate* unmanaged[Cdecl]<OrtValue*, void>)table[96];

    public delegate* unmanaged[Cdecl]<OrtTypeInfo*, void> ReleaseTypeInfo =>
        (delegate* unmanaged[Cdecl]<OrtTypeInfo*, void>)table[98];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, void> ReleaseSessionOptions =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, void>)table[100];

    public delegate* unmanaged[Cdecl]<OrtSession*, OrtModelMetadata**, OrtStatus*> SessionGetModelMetadata =>
        (delegate* unmanaged[Cdecl]<OrtSession*, OrtModelMetadata**, OrtStatus*>)table[111];

    /// <summary>Gives null, and success, when the key is not there.</summary>
    public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte*, byte**, OrtStatus*>
        ModelMetadataLookupCustomMetadataMap =>
        (delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte*, byte**, OrtStatus*>)table[116];

    public delegate* unmanaged[Cdecl]<OrtModelMetadata*, void> ReleaseModelMetadata =>
        (delegate* unmanaged[Cdecl]<OrtModelMetadata*, void>)table[118];

    public delegate* unmanaged[Cdecl]<OrtSessionOptions*, byte*, byte*, OrtStatus*> AddSessionConfigEntry =>
        (delegate* unmanaged[Cdecl]<OrtSessionOptions*, byte*, byte*, OrtStatus*>)table[130];

    /// <summary>Run options may be null.</summary>
    public delegate* unmanaged[Cdecl]<OrtSession*, OrtRunOptions*, OrtIoBinding*, OrtStatus*> RunWithBinding =>
        (delegate* unmanaged[Cdecl]<OrtSession*, OrtRunOptions*, OrtIoBinding*, OrtStatus*>)table[133];

    public delegate* unmanaged[Cdecl]<OrtSession*, OrtIoBinding**, OrtStatus*> CreateIoBinding =>
        (delegate* unmanaged[Cdecl]<OrtSession*, OrtIoBinding**, OrtStatus*>)table[134];

    public delegate* unmanaged[Cdecl]<OrtIoBinding*, void> ReleaseIoBinding =>
        (delegate* unmanaged[Cdecl]<OrtIoBinding*, void>)table[135];

    public delegate* unmanaged[Cdecl]<OrtIoBinding*, byte*, OrtValue*, OrtStatus*> BindInput =>
        (delegate* unmanaged[Cdecl]<OrtIoBinding*, byte*, OrtValue*, OrtStatus*>)table[136];

    public delegate* unmanaged[Cdecl]<OrtIoBinding*, byte*, OrtValue*, OrtStatus*> BindOutput =>
        (delegate* unmanaged[Cdecl]<OrtIoBinding*, byte*, OrtValue*, OrtStatus*>)table[137];

    /// <summary>The text of a status that says failure, which is released; null for success.</summary>
    public string? TakeError(OrtStatus* status)
    {
        if (status == null)
            return null;
        string text = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "";
        ReleaseStatus(status);
        return text;
    }
}

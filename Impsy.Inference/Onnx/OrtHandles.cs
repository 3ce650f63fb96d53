namespace Impsy.Inference.Onnx;

// The C API's opaque objects, named as there. They are only ever pointed to: typed pointers let the compiler refuse
// a session where a binding belongs.
internal struct OrtStatus;

internal struct OrtEnv;

internal struct OrtSessionOptions;

internal struct OrtSession;

internal struct OrtRunOptions;

internal struct OrtMemoryInfo;

internal struct OrtValue;

internal struct OrtTypeInfo;

internal struct OrtTensorTypeAndShapeInfo;

internal struct OrtModelMetadata;

internal struct OrtAllocator;

internal struct OrtIoBinding;

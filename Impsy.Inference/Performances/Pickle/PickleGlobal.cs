namespace Impsy.Inference.Performances.Pickle;

/// <summary>
/// What a pickle may name. Each is something that NumPy writes around an array, and none of them is called: the
/// reader knows what it would have made.
/// </summary>
internal enum PickleGlobal
{
    /// <summary>numpy.core.multiarray._reconstruct: makes an empty array, to be filled by BUILD.</summary>
    Reconstruct,

    /// <summary>numpy.ndarray: the first argument of it.</summary>
    Array,

    /// <summary>numpy.dtype.</summary>
    ElementType,

    /// <summary>_codecs.encode: how protocol 2 writes bytes, as text in Latin-1.</summary>
    Encode,

    /// <summary>bytes: called without arguments by protocol 2, for none.</summary>
    Bytes,
}

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// One vector register of float32. Kernels are written once over this and compiled per width, so that the widths
/// cannot drift apart. Every operation is per lane unless it says otherwise.
/// </summary>
internal unsafe interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>Whether this machine has such registers; without, the operations work but are slow.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Lanes: 4, 8 or 16; a kernel's rows are padded to multiples of 16 for all.</summary>
    static abstract int Count { get; }

    /// <summary>Whether there are 32 registers, so that 16 running sums stay in them; else there are 16.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TSelf Load(float* address);

    void Store(float* address);

    static abstract implicit operator TSelf(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left * right + addend; rounded once where the machine can do it, twice where it cannot.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>A mask for <see cref="Select"/>; false for NaN.</summary>
    static abstract TSelf IsLess(TSelf left, TSelf right);

    static abstract TSelf And(TSelf mask, TSelf otherMask);

    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>2^n for the whole number n that was added to <see cref="SimdMath.Shifter"/>, -126..127.</summary>
    static abstract TSelf PowerOfTwo(TSelf shifted);

    /// <summary>floor(log2(value)) of positive normal numbers.</summary>
    static abstract TSelf Exponent(TSelf value);

    /// <summary>Positive normal numbers over 2 to their exponent: 1..2.</summary>
    static abstract TSelf Mantissa(TSelf value);

    /// <summary>All lanes together.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>Of all lanes; anything when one is NaN.</summary>
    static abstract float Largest(TSelf value);
}

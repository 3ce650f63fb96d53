namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>Which kernels there are, and which this machine runs fastest.</summary>
internal static class KernelChoice
{
    /// <summary>
    /// The widest registers of this machine. .NET reports a width as supported only where it is worth using: early
    /// AVX-512 processors that slow down get the 256-bit kernels. DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0 narrow
    /// the choice.
    /// </summary>
    public static IKernels Best { get; } = Uses512
        ? new VectorKernels<Simd512>("512-bit")
        : Simd256.IsSupported
            ? new VectorKernels<Simd256>("256-bit")
            : new VectorKernels<Simd128>("128-bit");

    /// <summary>
    /// Whether the machine has 512 bits and may use them. The runtime's switch against them was DOTNET_EnableAVX512F up
    /// to .NET 9, which .NET 10 no longer knows; whoever has it from there means it.
    /// </summary>
    public static bool Uses512 =>
        Simd512.IsSupported && Environment.GetEnvironmentVariable("DOTNET_EnableAVX512F") != "0";

    /// <summary>Every width; those that the machine lacks compute the same, slowly.</summary>
    public static IReadOnlyList<IKernels> All { get; } =
    [
        new VectorKernels<Simd128>("128-bit"),
        new VectorKernels<Simd256>("256-bit"),
        new VectorKernels<Simd512>("512-bit"),
    ];
}

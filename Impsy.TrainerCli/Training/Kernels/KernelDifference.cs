namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>How far a kernel's results lie from those of the plain one.</summary>
/// <param name="Largest">Of all values, as a share of the largest of them.</param>
/// <param name="Limit">What the order of summation and float32 polynomials excuse.</param>
internal readonly record struct KernelDifference(string Operation, double Largest, double Limit)
{
    public bool IsFine => Largest <= Limit; // false for NaN
}

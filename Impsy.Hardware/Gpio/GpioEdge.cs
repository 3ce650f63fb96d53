namespace Impsy.Hardware.Gpio;

/// <summary>A line has changed.</summary>
/// <param name="Time">Monotonic nanoseconds at which the kernel saw it.</param>
/// <param name="Offset">Which line of the chip.</param>
/// <param name="IsActive">What it became: active or not, with active-low taken into account.</param>
/// <param name="Sequence">Counts the edges of that line, from 1; a gap means that edges were lost.</param>
public readonly record struct GpioEdge(long Time, int Offset, bool IsActive, uint Sequence);

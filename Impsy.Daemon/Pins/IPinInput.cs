using Impsy.Hardware.Gpio;

namespace Impsy.Daemon.Pins;

/// <summary>What is made of the edges of one request. The input thread's; allocates nothing.</summary>
internal interface IPinInput
{
    /// <summary>Where the lines stand, at the start, when a chip has come back, and when edges were lost.</summary>
    /// <param name="levels">Bit i: line i of the request is active.</param>
    /// <param name="time">Monotonic nanoseconds.</param>
    void Begin(ulong levels, long time);

    /// <param name="line">Which of the request's lines, from 0.</param>
    /// <returns>False when edges before it were lost: then <see cref="Begin"/> is wanted.</returns>
    bool Take(int line, in GpioEdge edge);
}

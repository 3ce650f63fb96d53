namespace Impsy.Hardware.Gpio;

/// <summary>How input lines are requested; the same for all lines of one request.</summary>
/// <param name="ActiveLow">Whether low is active, as with a contact to ground.</param>
/// <param name="DebounceMicroseconds">
/// The kernel reports a change once the line has held still for so long; 0: every edge, at once.
/// </param>
/// <param name="EventBuffer">Edges that the kernel keeps until they are read, all lines together; 0: 16 a line.</param>
public readonly record struct GpioInputOptions(
    GpioBias Bias = GpioBias.Unchanged, bool ActiveLow = false, int DebounceMicroseconds = 0, int EventBuffer = 0);

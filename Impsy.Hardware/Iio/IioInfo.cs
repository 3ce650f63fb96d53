namespace Impsy.Hardware.Iio;

/// <summary>An IIO device of this machine that measures voltages.</summary>
/// <param name="Path">Its folder in sysfs.</param>
/// <param name="Id">The folder's name, such as "iio:device0"; another one after the next start, perhaps.</param>
/// <param name="Name">The chip's, such as "ads1015".</param>
/// <param name="Channels">Numbers N of its in_voltageN_raw.</param>
public sealed record IioInfo(string Path, string Id, string Name, IReadOnlyList<int> Channels);

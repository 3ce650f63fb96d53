namespace Impsy.Hardware.Spi;

/// <summary>Looks for the SPI devices that programs may use. Any thread; slow, for people to read.</summary>
public static class SpiDevices
{
    /// <param name="root">The folder that holds dev: for tests.</param>
    /// <returns>Paths, such as /dev/spidev0.0.</returns>
    public static IReadOnlyList<string> List(string root = "/")
    {
        string folder = Path.Combine(root, "dev");
        string[] paths = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, "spidev*") : [];
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}

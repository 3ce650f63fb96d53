using System.Globalization;

namespace Impsy.Hardware.Iio;

/// <summary>Looks for converters that drivers of the kernel serve. Any thread; slow.</summary>
public static class IioDevices
{
    private const string Begin = "in_voltage";
    private const string End = "_raw";

    /// <param name="root">The folder that holds sys: for tests.</param>
    /// <returns>Those with channels of a voltage against ground, by their names.</returns>
    public static IReadOnlyList<IioInfo> List(string root = "/")
    {
        string folder = Path.Combine(root, "sys/bus/iio/devices");
        if (!Directory.Exists(folder))
            return [];
        string[] paths = Directory.GetFileSystemEntries(folder, "iio:device*");
        Array.Sort(paths, StringComparer.Ordinal);
        return [.. paths.Select(Read).OfType<IioInfo>()];
    }

    private static IioInfo? Read(string path)
    {
        try
        {
            int[] channels = [.. Directory.EnumerateFiles(path, $"{Begin}*{End}")
                .Select(file => ParseNumber(Path.GetFileName(file.AsSpan())[Begin.Length..^End.Length]))
                .Where(number => number is >= 0 and < 32)
                .Order()];
            string name = File.ReadAllText(Path.Combine(path, "name")).Trim();
            return channels.Length == 0 ? null : new IioInfo(path, Path.GetFileName(path), name, channels);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has gone meanwhile
        }
    }

    // Of "0-1", a difference of two, there is no number.
    private static int ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}

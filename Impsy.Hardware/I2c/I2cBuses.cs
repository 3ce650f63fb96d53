using System.Globalization;

namespace Impsy.Hardware.I2c;

/// <summary>Looks for I2C buses. Any thread; slow, for people to read.</summary>
public static class I2cBuses
{
    private const string Prefix = "i2c-";

    /// <param name="root">The folder that holds dev and sys: for tests.</param>
    /// <returns>In the order of their numbers.</returns>
    public static IReadOnlyList<I2cBus> List(string root = "/")
    {
        string folder = Path.Combine(root, "dev");
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. from path in Directory.EnumerateFileSystemEntries(folder, Prefix + "*")
               let number = ParseNumber(Path.GetFileName(path).AsSpan(Prefix.Length))
               where number >= 0
               orderby number
               select new I2cBus(path, ReadAdapter(root, number)),
        ];
    }

    private static string ReadAdapter(string root, int number)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, $"sys/class/i2c-dev/i2c-{number}/name")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}

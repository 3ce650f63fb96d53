using System.Globalization;

namespace Impsy.Hardware.Gpio;

/// <summary>Finds chips. Any thread; slow.</summary>
public static class GpioChips
{
    private const string Prefix = "gpiochip";

    // The chips of the 40 pins: Raspberry Pi 5, and all before it. Other boards name theirs in the configuration.
    private static readonly string[] s_headers = ["pinctrl-rp1", "pinctrl-bcm2"];

    /// <summary>Paths of all chips, in the order of their numbers.</summary>
    /// <param name="root">The folder that holds dev: for tests.</param>
    public static IReadOnlyList<string> Paths(string root = "/")
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
               select path,
        ];
    }

    /// <param name="name">
    /// A path, a name such as "gpiochip0", a label such as "pinctrl-bcm2711"; empty: the chip of the board's header.
    /// </param>
    /// <param name="root">The folder that holds dev: for tests.</param>
    /// <exception cref="IOException">There is none; tells which there are.</exception>
    public static GpioChip Open(string name, string root = "/")
    {
        if (name.Contains('/'))
            return new GpioChip(name);
        List<GpioChip> chips = [];
        try
        {
            foreach (string path in Paths(root))
                chips.Add(new GpioChip(path));
            GpioChip found = Choose(chips, name) ?? throw Nowhere(chips, name);
            chips.Remove(found);
            return found;
        }
        finally
        {
            foreach (GpioChip chip in chips)
                chip.Dispose();
        }
    }

    /// <summary>Whether a chip is likely to be that of the pins that people wire.</summary>
    public static bool IsHeader(string label) =>
        Array.Exists(s_headers, header => label.StartsWith(header, StringComparison.Ordinal));

    private static GpioChip? Choose(List<GpioChip> chips, string name) => name.Length == 0
        ? chips.Find(chip => IsHeader(chip.Label)) ?? (chips.Count == 1 ? chips[0] : null)
        : chips.Find(chip => chip.Name == name) ?? chips.Find(chip => chip.Label == name);

    private static IOException Nowhere(List<GpioChip> chips, string name)
    {
        string wanted = name.Length == 0 ? "no GPIO chip of a header that we know" : $"no GPIO chip '{name}'";
        string there = string.Join(", ", chips.Select(chip => $"{chip.Name} ({chip.Label})"));
        return new IOException(there.Length == 0 ? $"{wanted}: this machine has none" : $"{wanted}: there is {there}");
    }

    private static int ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}

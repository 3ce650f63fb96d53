using System.Globalization;

namespace Impsy.Hardware.Serial;

/// <summary>Looks for the serial ports that are really there. Any thread; slow, for people to read.</summary>
public static class SerialDevices
{
    // USB boards, USB adapters, and what is soldered on: a Raspberry Pi's pins, a PC's sockets.
    private static readonly string[] s_kinds = ["ttyACM", "ttyUSB", "ttyAMA", "ttyS"];

    // Raspberry Pi OS names the port on the pins so, whichever of its two chips drives it on this board.
    private static readonly string[] s_pinNames = ["dev/serial0", "dev/serial1"];

    /// <param name="root">The folder that holds dev and sys: for tests.</param>
    /// <returns>In the order of the kinds above and their numbers.</returns>
    public static IReadOnlyList<SerialDevice> List(string root = "/")
    {
        Dictionary<string, string> lasting = FindLastingNames(root);
        return
        [
            .. from kind in s_kinds
               from device in Find(root, kind)
               select new SerialDevice(lasting.GetValueOrDefault(Path.GetFileName(device), device), device),
        ];
    }

    private static IEnumerable<string> Find(string root, string kind)
    {
        string folder = Path.Combine(root, "dev");
        if (!Directory.Exists(folder))
            return [];
        return
            from device in Directory.EnumerateFiles(folder, kind + "*")
            let number = ParseNumber(Path.GetFileName(device).AsSpan(kind.Length))
            where number >= 0 && HasHardware(root, Path.GetFileName(device))
            orderby number
            select device;
    }

    private static int ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    // The kernel makes nodes for as many sockets as a PC might have. Type 0 is a port where no chip answered; ports of
    // USB devices have no type, for they come with the device.
    private static bool HasHardware(string root, string name)
    {
        string type = Path.Combine(root, "sys/class/tty", name, "type");
        return !File.Exists(type) || File.ReadAllText(type).Trim() != "0";
    }

    // By the file name of the device, for within another root an absolute link would lead out of it.
    private static Dictionary<string, string> FindLastingNames(string root)
    {
        string byId = Path.Combine(root, "dev/serial/by-id");
        string[] named = Directory.Exists(byId) ? Directory.GetFileSystemEntries(byId) : [];
        Array.Sort(named, StringComparer.Ordinal);
        Dictionary<string, string> names = [];
        foreach (string link in (string[])[.. named, .. s_pinNames.Select(name => Path.Combine(root, name))])
        {
            // Not one that leads nowhere.
            if (File.Exists(link) && File.ResolveLinkTarget(link, returnFinalTarget: true) is { } target)
                names.TryAdd(target.Name, link);
        }
        return names;
    }
}

using Impsy.Daemon.Config.Toml;
using Impsy.Hardware.Alsa;

namespace Impsy.Daemon.Config;

/// <summary>The [midi] table. Ports are found by name, part of it, /regex/, or "*" for whatever is plugged in.</summary>
/// <param name="Inputs">Mappings by the port's name in <paramref name="InDevices"/>; one per control.</param>
/// <param name="Outputs">As <paramref name="Inputs"/>, for <paramref name="OutDevices"/>.</param>
/// <param name="FeedbackProtection">Whether an input that echoes what was just sent is ignored.</param>
/// <param name="FeedbackThreshold">How long after sending an input counts as an echo, 0..10 s.</param>
/// <param name="ThruMatrix">Output ports that get what an input port receives, by the input's name.</param>
/// <param name="MaxRate">Messages a second to one port, 50..100000.</param>
internal sealed record MidiConfig(
    IReadOnlyList<string> InDevices,
    IReadOnlyList<string> OutDevices,
    IReadOnlyDictionary<string, IReadOnlyList<MidiMapping>> Inputs,
    IReadOnlyDictionary<string, IReadOnlyList<MidiMapping>> Outputs,
    bool FeedbackProtection,
    float FeedbackThreshold,
    IReadOnlyDictionary<string, IReadOnlyList<string>> ThruMatrix,
    int MaxRate)
{
    /// <summary>The port that other programs find, whatever devices there are.</summary>
    public const string VirtualIn = "IMPSY In";

    /// <inheritdoc cref="VirtualIn"/>
    public const string VirtualOut = "IMPSY Out";

    private const int LeastRate = 50;
    private const int GreatestRate = 100_000;
    private const string PortName = "the name of a port";
    private const float MaxFeedbackThreshold = 10;

    /// <param name="controls">Entries that a mapping must have; null when only the model knows.</param>
    public static MidiConfig Read(ConfigSection section, int? controls)
    {
        MidiMappingReader reader = new(section, controls);
        IReadOnlyList<string> inDevices = ReadDevices(section, "in_device");
        IReadOnlyList<string> outDevices = ReadDevices(section, "out_device");
        return new MidiConfig(
            inDevices,
            outDevices,
            ReadMappings(section, "input", "in_device", inDevices, reader),
            ReadMappings(section, "output", "out_device", outDevices, reader),
            section.Flag("feedback_protection", false),
            section.Number("feedback_threshold", 0, MaxFeedbackThreshold, fallback: 0.02f),
            ReadThru(section, "thru_matrix", inDevices, outDevices),
            section.Integer("max_rate", LeastRate, GreatestRate, fallback: 1000));
    }

    private static IReadOnlyList<string> ReadDevices(ConfigSection section, string key)
    {
        IReadOnlyList<string> devices = section.TextList(key, PortName);
        foreach (string device in devices)
        {
            if (!AlsaPortSelector.TryParse(device, out _, out string? problem) && section.TryGet(key, out TomlValue? value))
                section.Error(value.Position.Line, key, problem);
        }
        return devices;
    }

    private static Dictionary<string, IReadOnlyList<MidiMapping>> ReadMappings(
        ConfigSection section, string key, string devicesKey, IReadOnlyList<string> devices, MidiMappingReader reader)
    {
        Dictionary<string, IReadOnlyList<MidiMapping>> mappings = new(StringComparer.Ordinal);
        if (section.TryGet(key, out TomlValue? value) && value.Table is null)
        {
            // Before Python IMPSY knew several devices, a mapping belonged to the only one. Such files exist.
            IReadOnlyList<MidiMapping> shared = reader.Read(key, value);
            if (devices.Count == 0)
                section.Warning(value.Position.Line, key, $"not used: midi.{devicesKey} names no port");
            foreach (string device in devices)
                mappings[device] = shared;
            return mappings;
        }
        foreach (TomlEntry entry in value?.Table?.Entries ?? [])
        {
            string label = $"{key}.\"{entry.Key.Name}\"";
            mappings[entry.Key.Name] = reader.Read(label, entry.Value);
            if (!devices.Contains(entry.Key.Name) && entry.Key.Name is not (VirtualIn or VirtualOut))
                section.Warning(entry.Key.Position.Line, label, NotNamed(devicesKey));
        }
        foreach (string device in devices.Where(device => !mappings.ContainsKey(device)))
            section.Warning(section.Line, devicesKey, $"not used: '{device}' has no midi.{key}.\"{device}\"");
        return mappings;
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadThru(
        ConfigSection section, string key, IReadOnlyList<string> inDevices, IReadOnlyList<string> outDevices)
    {
        Dictionary<string, IReadOnlyList<string>> thru = new(StringComparer.Ordinal);
        if (!section.TryGet(key, out TomlValue? value))
            return thru;
        if (value.Table is null)
            return section.Wrong(key, value, "lists of output ports by input port", thru);
        foreach (TomlEntry entry in value.Table.Entries)
        {
            string label = $"{key}.\"{entry.Key.Name}\"";
            IReadOnlyList<string> outputs = section.TextList(label, entry.Value, PortName);
            thru[entry.Key.Name] = outputs;
            if (!inDevices.Contains(entry.Key.Name) && entry.Key.Name != VirtualIn)
                section.Warning(entry.Key.Position.Line, label, NotNamed("in_device"));
            foreach (string output in outputs.Where(output => !outDevices.Contains(output) && output != VirtualOut))
                section.Warning(entry.Key.Position.Line, label, $"midi.out_device does not name port '{output}'");
        }
        return thru;
    }

    private static string NotNamed(string devicesKey) => $"not used: midi.{devicesKey} does not name this port";
}

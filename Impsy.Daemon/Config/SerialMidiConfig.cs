namespace Impsy.Daemon.Config;

/// <summary>The [serialmidi] table: MIDI bytes at 31250 baud.</summary>
/// <param name="Port">Path of the device; that of [serial] when the table has none, as in Python IMPSY.</param>
/// <param name="Input">One entry per control; empty: what arrives means nothing.</param>
/// <param name="Output">One entry per control; empty: nothing is sent.</param>
internal sealed record SerialMidiConfig(
    string Port, IReadOnlyList<MidiMapping> Input, IReadOnlyList<MidiMapping> Output)
{
    /// <param name="controls">Entries that a mapping must have; null when only the model knows.</param>
    public static SerialMidiConfig Read(ConfigSection section, SerialConfig? serial, int? controls)
    {
        MidiMappingReader reader = new(section, controls);
        string port = section.Device("port") ?? serial?.Port
            ?? section.Missing("port", "a device such as /dev/ttyAMA0", "");
        if (port.Length > 0 && port == serial?.Port)
            section.Warning(section.Line, "port", $"'{port}' is the port of [serial] too: one wire cannot carry both");
        SerialMidiConfig config = new(port, reader.Read("input"), reader.Read("output"));
        if (!section.TryGet("input", out _) && !section.TryGet("output", out _))
            section.Warning(section.Line, "", "not used: it has neither input nor output");
        return config;
    }
}

using System.Diagnostics.CodeAnalysis;
using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>
/// Reads a list of mapping entries, one per control, such as [["note_on", 1], ["control_change", 1, 42, 0, 64]]. An
/// entry may itself be a list of entries, when a control is several things, or empty, when it is none. Mistakes name
/// the port (by the key) and the number of the entry, from 1.
/// </summary>
/// <param name="controls">How many entries there must be; null when only the model knows.</param>
internal sealed class MidiMappingReader(ConfigSection section, int? controls)
{
    private const int MaxValue = 127; // 7 bits
    private const int MaxBend = 16383; // 14 bits
    private const int Channels = 16;

    /// <summary>Of a key of the section; empty when the key is absent.</summary>
    public IReadOnlyList<MidiMapping> Read(string key) =>
        section.TryGet(key, out TomlValue? value) ? Read(key, value) : [];

    /// <param name="label">For messages, such as input."X-TOUCH".</param>
    public IReadOnlyList<MidiMapping> Read(string label, TomlValue value)
    {
        List<MidiMapping> mappings = [];
        if (value.Kind != TomlKind.Array || value.IsArrayOfTables)
            return section.Wrong(label, value, "a list of entries like [\"note_on\", 1]", mappings);
        for (int control = 0; control < value.Items.Count; control++)
        {
            foreach (TomlValue entry in EntriesOf(value.Items[control]))
            {
                if (TryReadEntry(label, control + 1, entry, out MidiMapping mapping))
                    mappings.Add(mapping with { Control = control });
            }
        }
        if (controls is int expected && value.Items.Count != expected)
            section.Error(value.Position.Line, label,
                $"expected {expected} entries, one less than model.dimension, found {value.Items.Count}");
        return mappings;
    }

    private static List<TomlValue> EntriesOf(TomlValue item)
    {
        if (item.Kind != TomlKind.Array || item.IsArrayOfTables)
            return [item];
        return item.Items.Count == 0 || item.Items[0].Kind == TomlKind.Array ? item.Items : [item];
    }

    private bool TryReadEntry(string label, int number, TomlValue entry, out MidiMapping mapping)
    {
        mapping = default;
        if (entry.Kind != TomlKind.Array || entry.Items.Count == 0)
            return Wrong(label, number, entry, "a list like [\"note_on\", 1]");
        TomlValue name = entry.Items[0];
        if (!TryKind(name, out MidiMessageKind? kind))
            return Wrong(label, number, name, "note_on, control_change, pitch_bend or velocity");
        (int[] lengths, string form) = Forms(kind.Value);
        if (!lengths.Contains(entry.Items.Count))
        {
            section.Error(entry.Position.Line, label,
                $"entry {number}: expected {form}, found {entry.Items.Count} values");
            return false;
        }
        List<TomlValue> rest = entry.Items[1..];
        bool good = TryNumber(label, number, rest[0], "a channel", 1, Channels, out int channel);
        int controller = 0;
        if (kind == MidiMessageKind.ControlChange)
            good &= TryNumber(label, number, rest[1], "a controller", 0, MaxValue, out controller);
        (int low, int high) = (0, kind == MidiMessageKind.PitchBend ? MaxBend : MaxValue);
        if (entry.Items.Count >= 4 && lengths[^1] == entry.Items.Count)
            good &= TryRange(label, number, rest[^2], rest[^1], out low, out high);
        mapping = new MidiMapping(Control: 0, kind.Value, channel, controller, low, high);
        return good;
    }

    private static bool TryKind(TomlValue name, [NotNullWhen(true)] out MidiMessageKind? kind)
    {
        kind = name.Kind != TomlKind.Text ? null : name.Text switch
        {
            "note_on" => MidiMessageKind.Note,
            "control_change" => MidiMessageKind.ControlChange,
            "pitch_bend" => MidiMessageKind.PitchBend,
            "velocity" => MidiMessageKind.Velocity,
            _ => null,
        };
        return kind is not null;
    }

    /// <summary>How many values an entry of a kind may have; the greatest number is with a range.</summary>
    private static (int[] Lengths, string Form) Forms(MidiMessageKind kind) => kind switch
    {
        MidiMessageKind.Note => ([2, 4], "[\"note_on\", channel] or [\"note_on\", channel, min, max]"),
        MidiMessageKind.ControlChange =>
            ([3, 5], "[\"control_change\", channel, controller] or the same with min, max"),
        MidiMessageKind.PitchBend => ([2], "[\"pitch_bend\", channel]"),
        _ => ([2], "[\"velocity\", channel]"),
    };

    private bool TryRange(string label, int number, TomlValue min, TomlValue max, out int low, out int high)
    {
        bool good = TryNumber(label, number, min, "a least value", 0, MaxValue, out low);
        good &= TryNumber(label, number, max, "a greatest value", 0, MaxValue, out high);
        if (good && low == high)
            return Wrong(label, number, max, $"a greatest value other than {low}");
        return good;
    }

    private bool TryNumber(string label, int number, TomlValue value, string what, int min, int max, out int result)
    {
        result = min;
        if (value.Kind != TomlKind.Integer || value.Integer < min || value.Integer > max)
            return Wrong(label, number, value, $"{what} {min}..{max}");
        result = (int)value.Integer;
        return true;
    }

    private bool Wrong(string label, int number, TomlValue value, string expected)
    {
        section.Error(value.Position.Line, label,
            $"entry {number}: expected {expected}, found {ConfigSection.Describe(value)}");
        return false;
    }
}

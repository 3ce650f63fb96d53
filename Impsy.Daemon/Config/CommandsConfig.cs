using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Config;

/// <summary>
/// The [commands] table: which MIDI messages, from any port, are commands. A key is an action; its value one message
/// or a list of them: ["note_on", channel, note], ["control_change", channel, controller], the same with min and max for
/// numbers, ["program_change", channel] or ["program_change", channel, program].
/// </summary>
internal sealed record CommandsConfig(IReadOnlyList<MidiTrigger> Triggers)
{
    private const int Channels = 16;
    private const int MaxData = 127;

    private static readonly Kind[] s_kinds =
    [
        new("mode", MidiAction.Mode),
        new("pause", MidiAction.Pause),
        new("toggle_pause", MidiAction.TogglePause),
        new("reset", MidiAction.Reset),
        new("sigmatemp", MidiAction.SigmaTemperature, Limits.MinTemperature, Limits.MaxTemperature, 0, 2),
        new("pitemp", MidiAction.PiTemperature, Limits.MinTemperature, Limits.MaxTemperature, 0, 2),
        new("timescale", MidiAction.Timescale, Limits.MinTimescale, Limits.MaxTimescale, 0.25f, 4),
        new("threshold", MidiAction.Threshold, Limits.MinThreshold, Limits.MaxThreshold, 0, 5),
        new("model", MidiAction.Model),
        new("callresponse", MidiAction.CallResponse),
        new("polyphony", MidiAction.Polyphony),
        new("filter", MidiAction.Filter),
        new("battle", MidiAction.Battle),
        new("useronly", MidiAction.UserOnly),
    ];

    public static CommandsConfig None { get; } = new([]);

    public static CommandsConfig Read(ConfigSection section)
    {
        List<MidiTrigger> triggers = [];
        foreach (Kind kind in s_kinds)
        {
            if (!section.TryGet(kind.Key, out TomlValue? value))
                continue;
            bool isList = value.Kind == TomlKind.Array && value.Items.Count > 0
                && value.Items[0].Kind == TomlKind.Array;
            foreach (TomlValue entry in isList ? value.Items : [value])
            {
                if (TryRead(section, kind, entry, out MidiTrigger trigger))
                    triggers.Add(trigger);
            }
        }
        return triggers.Count == 0 ? None : new CommandsConfig(triggers);
    }

    private static bool TryRead(ConfigSection section, in Kind kind, TomlValue entry, out MidiTrigger trigger)
    {
        trigger = default;
        string form = kind.Form;
        if (entry.Kind != TomlKind.Array || entry.Items.Count < 2 || entry.Items[0].Kind != TomlKind.Text)
            return section.Wrong(kind.Key, entry, form, false);
        List<TomlValue> items = entry.Items;
        MidiMessageType? type = items[0].Text switch
        {
            "note_on" when !kind.IsNumber && kind.Action != MidiAction.Mode => MidiMessageType.NoteOn,
            "control_change" => MidiMessageType.ControlChange,
            "program_change" when !kind.IsNumber && kind.Action != MidiAction.TogglePause =>
                MidiMessageType.ProgramChange,
            _ => null,
        };
        int least = type == MidiMessageType.ProgramChange ? 2 : 3;
        bool hasRange = kind.IsNumber && items.Count == 5;
        if (type is null || items.Count < least || (items.Count > 3 && !hasRange))
            return section.Wrong(kind.Key, entry, form, false);
        int? channel = Whole(section, kind.Key, items[1], "a channel", 1, Channels);
        int? number = items.Count > 2 ? Whole(section, kind.Key, items[2], "a number", 0, MaxData)
            : MidiTrigger.AnyProgram;
        (float? low, float? high) = hasRange
            ? (Part(section, kind, items[3]), Part(section, kind, items[4]))
            : (kind.Low, kind.High);
        if (channel is null || number is null || low is null || high is null)
            return false;
        trigger = new MidiTrigger(kind.Action, type.Value, channel.Value, number.Value, low.Value, high.Value);
        return true;
    }

    private static int? Whole(ConfigSection section, string key, TomlValue value, string what, int min, int max)
    {
        if (value.Kind == TomlKind.Integer && value.Integer >= min && value.Integer <= max)
            return (int)value.Integer;
        return section.Wrong<int?>(key, value, $"{what} {min}..{max}", null);
    }

    private static float? Part(ConfigSection section, in Kind kind, TomlValue value)
    {
        float number = value.Kind switch
        {
            TomlKind.Integer => value.Integer,
            TomlKind.Float => (float)value.Float,
            _ => float.NaN,
        };
        if (Limits.Accepts(number, kind.Min, kind.Max))
            return number;
        return section.Wrong<float?>(
            kind.Key, value, FormattableString.Invariant($"a number {kind.Min}..{kind.Max}"), null);
    }

    /// <param name="Min">The least that the number may be; equal to <paramref name="Max"/> for actions without.</param>
    /// <param name="Low">What a controller at 0 means, where the file does not say.</param>
    private readonly record struct Kind(
        string Key, MidiAction Action, float Min = 0, float Max = 0, float Low = 0, float High = 0)
    {
        public bool IsNumber => Min != Max;

        public string Form => IsNumber
            ? "[\"control_change\", channel, controller], with or without min, max"
            : Action switch
            {
                MidiAction.Mode => "[\"program_change\", channel] or [\"control_change\", channel, controller]",
                MidiAction.TogglePause =>
                    "[\"note_on\", channel, note] or [\"control_change\", channel, controller]",
                _ => "[\"note_on\", channel, note], [\"control_change\", channel, controller] or "
                    + "[\"program_change\", channel, program]",
            };
    }
}

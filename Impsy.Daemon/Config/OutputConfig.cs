using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>The [output] table: how control values become notes and controller messages, on every MIDI port.</summary>
/// <param name="NoteSeconds">For <see cref="Config.NoteEnd.Fixed"/>.</param>
/// <param name="MaxNoteSeconds">No note of the model lasts longer, 0.01..600.</param>
/// <param name="RetriggerAlways">Each event strikes its notes, whether they changed or not, as Python IMPSY does.</param>
/// <param name="NoteWindow">Within this time a note that sounds is not struck again, ms, 0..500.</param>
/// <param name="ControlWindow">After this time a value that was sent twice is repeated once, ms, 0..500.</param>
internal sealed record OutputConfig(
    NoteEnd NoteEnd,
    float NoteSeconds,
    float MaxNoteSeconds,
    bool RetriggerAlways,
    int NoteWindow,
    int ControlWindow)
{
    public const string NoteLengthKey = "note_length";
    private const float LeastSeconds = 0.001f;
    private const float MostSeconds = 600;
    private const int MostMilliseconds = 500;

    public static OutputConfig Default { get; } = new(NoteEnd.Next, 0, 10, false, 30, 0);

    public static OutputConfig Read(ConfigSection section)
    {
        (NoteEnd end, float seconds) = ReadNoteLength(section);
        return new OutputConfig(
            end,
            seconds,
            section.Number("max_note_length", LeastSeconds, MostSeconds, Default.MaxNoteSeconds),
            ReadRetrigger(section, "retrigger"),
            section.Integer("note_window_ms", 0, MostMilliseconds, Default.NoteWindow),
            section.Integer("cc_window_ms", 0, MostMilliseconds, Default.ControlWindow));
    }

    private static bool ReadRetrigger(ConfigSection section, string key)
    {
        if (!section.TryGet(key, out TomlValue? value))
            return false;
        if (value.Kind == TomlKind.Text && value.Text is "changed" or "always")
            return value.Text == "always";
        return section.Wrong(key, value, "\"changed\" or \"always\"", false);
    }

    private static (NoteEnd End, float Seconds) ReadNoteLength(ConfigSection section)
    {
        const string Expected = "\"next\", \"dt\" or a number of seconds 0.001..600";
        if (!section.TryGet(NoteLengthKey, out TomlValue? value))
            return (NoteEnd.Next, 0);
        if (value.Kind == TomlKind.Text)
        {
            return value.Text switch
            {
                "next" => (NoteEnd.Next, 0),
                "dt" => (NoteEnd.Interval, 0),
                _ => section.Wrong(NoteLengthKey, value, Expected, (NoteEnd.Next, 0f)),
            };
        }
        if (value.Kind is not (TomlKind.Integer or TomlKind.Float))
            return section.Wrong(NoteLengthKey, value, Expected, (NoteEnd.Next, 0f));
        return (NoteEnd.Fixed, section.Number(NoteLengthKey, LeastSeconds, MostSeconds, fallback: 1));
    }
}

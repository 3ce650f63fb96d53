namespace Impsy.Daemon.Engine;

/// <summary>
/// The names of the modes, as configurations, OSC commands and the state file write them: lower case, no blanks. The
/// UTF-8 forms allocate nothing. Any thread.
/// </summary>
internal static class InteractionModeText
{
    /// <summary>For messages that say what was expected.</summary>
    public const string All = "callresponse, polyphony, filter, battle or useronly";

    public static string Format(InteractionMode mode) => mode switch
    {
        InteractionMode.CallResponse => "callresponse",
        InteractionMode.Polyphony => "polyphony",
        InteractionMode.Filter => "filter",
        InteractionMode.Battle => "battle",
        InteractionMode.UserOnly => "useronly",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "no such mode"),
    };

    public static ReadOnlySpan<byte> FormatUtf8(InteractionMode mode) => mode switch
    {
        InteractionMode.CallResponse => "callresponse"u8,
        InteractionMode.Polyphony => "polyphony"u8,
        InteractionMode.Filter => "filter"u8,
        InteractionMode.Battle => "battle"u8,
        InteractionMode.UserOnly => "useronly"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "no such mode"),
    };

    /// <param name="utf8">Untrusted bytes of any length.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out InteractionMode mode)
    {
        for (mode = InteractionMode.CallResponse; mode <= InteractionMode.UserOnly; mode++)
        {
            if (utf8.SequenceEqual(FormatUtf8(mode)))
                return true;
        }
        mode = default;
        return false;
    }

    public static bool TryParse(string? text, out InteractionMode mode)
    {
        for (mode = InteractionMode.CallResponse; mode <= InteractionMode.UserOnly; mode++)
        {
            if (string.Equals(text, Format(mode), StringComparison.Ordinal))
                return true;
        }
        mode = default;
        return false;
    }
}

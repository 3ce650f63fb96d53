using System.Text.Json;

namespace Impsy.Daemon.Service;

/// <summary>One line of the control socket, read.</summary>
/// <param name="Command">What is to be done.</param>
/// <param name="Text">The value, where it is a text.</param>
/// <param name="Number">The value, where it is a number.</param>
/// <param name="Flag">The value, where it is true or false; 1 and 0 are, too.</param>
/// <param name="HasValue">Whether there is one, of whatever kind.</param>
internal readonly record struct ControlRequest(string Command, string? Text, double? Number, bool? Flag,
    bool HasValue = false)
{
    /// <summary>For messages that say what was expected.</summary>
    public const string All =
        "status, mode, model, reset, pause, sigmatemp, pitemp, timescale, threshold, learn or reload";

    // Deep nesting is nothing that we ever read.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 8 };

    /// <returns>What is wrong with it; null: nothing.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode.</exception>
    public static string? TryRead(ReadOnlySpan<byte> line, out ControlRequest request)
    {
        request = new ControlRequest("", null, null, null);
        Utf8JsonReader reader = new(line, s_options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return "expected a JSON object";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isCommand = reader.ValueTextEquals("command"u8);
            bool isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isCommand && reader.TokenType == JsonTokenType.String)
                request = request with { Command = reader.GetString()! };
            else if (isValue)
                request = (request with { HasValue = reader.TokenType != JsonTokenType.Null }).WithValue(reader);
            reader.Skip();
        }
        if (reader.Read())
            return "expected nothing after the object";
        return request.Command.Length == 0 ? $"command: expected {All}, found nothing" : null;
    }

    private ControlRequest WithValue(in Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return this with { Text = reader.GetString() };
            case JsonTokenType.True or JsonTokenType.False:
                return this with { Flag = reader.GetBoolean() };
            case JsonTokenType.Number when reader.TryGetDouble(out double number):
                return this with { Number = number, Flag = number is 0 or 1 ? number == 1 : null };
            default:
                return this;
        }
    }
}

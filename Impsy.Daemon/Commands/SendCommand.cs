using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Impsy.Daemon.Commands;

/// <summary>impsy send COMMAND [VALUE]: tells an instrument that runs on this machine what to do.</summary>
internal static class SendCommand
{
    /// <summary>How long a model or a configuration may take until it plays.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <param name="command">Which; the instrument knows whether it is one.</param>
    /// <param name="value">As it was typed; null: none.</param>
    /// <returns>0; 1 when it was refused; 69 when there is no instrument.</returns>
    public static int Run(string path, string command, string? value, TextWriter error)
    {
        try
        {
            using ControlClient client = new(path);
            using JsonDocument before = client.AskStatus();
            using JsonDocument answer = client.Ask(Request(command, value));
            JsonElement told = answer.RootElement;
            string? refusal = told.GetProperty("ok").GetBoolean() ? Outcome(client, command, before.RootElement)
                : told.GetProperty("error").GetString();
            if (refusal is null)
                return 0;
            error.WriteLine($"impsy: {refusal}");
            return ExitCodes.Failure;
        }
        catch (IOException failure)
        {
            error.WriteLine($"impsy: {failure.Message}");
            return ExitCodes.Unavailable;
        }
    }

    /// <summary>A line of JSON: true, false and numbers as such, and anything else as a text.</summary>
    internal static string Request(string command, string? value)
    {
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("command", command);
            WriteValue(json, command, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.WrittenSpan) + "\n";
    }

    private static void WriteValue(Utf8JsonWriter json, string command, string? value)
    {
        bool isName = command is "mode" or "model"; // a model may be called "1"
        if (command == "pause" && value is null or "on" or "true")
            json.WriteBoolean("value", true);
        else if (command == "pause" && value is "off" or "false")
            json.WriteBoolean("value", false);
        else if (!isName && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number))
            json.WriteNumber("value", number);
        else if (value is not null)
            json.WriteString("value", value);
    }

    /// <summary>Waits for what takes a while, to tell whether it went well.</summary>
    /// <returns>Why it did not; null: it did.</returns>
    private static string? Outcome(ControlClient client, string command, JsonElement before)
    {
        (string Taken, string Refused, string Reason)? awaited = command switch
        {
            "model" => ("models_taken", "models_refused", "model_refusal"),
            "reload" => ("reloads", "reloads_refused", "trouble"),
            _ => null,
        };
        if (awaited is not { } names)
            return null;
        for (DateTime end = DateTime.UtcNow + s_patience; DateTime.UtcNow < end; Thread.Sleep(20))
        {
            using JsonDocument now = client.AskStatus();
            if (Count(now.RootElement, names.Refused) > Count(before, names.Refused))
                return now.RootElement.GetProperty(names.Reason).GetString();
            if (Count(now.RootElement, names.Taken) > Count(before, names.Taken))
                return null;
        }
        return $"{command}: nothing has come of it yet";
    }

    private static long Count(JsonElement status, string name) => status.GetProperty(name).GetInt64();
}

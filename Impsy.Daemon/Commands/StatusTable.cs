using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Impsy.Daemon.Commands;

/// <summary>A status as people read it.</summary>
internal static class StatusTable
{
    private const int LabelWidth = 11;

    /// <summary>An earlier status, for rates.</summary>
    /// <param name="Seconds">Since then.</param>
    internal sealed record Past(JsonElement Status, double Seconds);

    /// <param name="past">Null: no rates.</param>
    public static string Format(JsonElement status, Past? past)
    {
        StringBuilder table = new();
        Row(table, "impsy",
            $"{Text(status, "version")}, up {Duration(Count(status, "uptime_s"))}, {Text(status, "config")}");
        Row(table, "mode", $"{Text(status, "mode")}, {Doing(status)}");
        string model = Text(status, "model");
        Row(table, "model",
            model.Length == 0 ? "none: only thru and logging" : $"{model}, {Count(status, "dimension")}d");
        Row(table, "settings", $"sigmatemp {Number(status, "sigmatemp")}, pitemp {Number(status, "pitemp")}, "
            + $"timescale {Number(status, "timescale")}, threshold {Number(status, "threshold")} s");
        Row(table, "in", $"{Counted(status, past, "inputs")}; refused {Count(status, "refused")}, "
            + $"overflowed {Count(status, "overflowed")}");
        Row(table, "out", $"{Counted(status, past, "predictions")}; notes sounding {Count(status, "notes")}");
        JsonElement late = status.GetProperty("late_ms");
        Row(table, "lateness",
            $"p50 {Number(late, "p50")} ms, p99 {Number(late, "p99")}, p99.9 {Number(late, "p999")}, "
            + $"max {Number(late, "max")}; {Count(status, "late")} over 1 ms, {Count(status, "stalls")} stalls");
        JsonElement log = status.GetProperty("log");
        Row(table, "log", $"{Text(log, "state")}, {Count(log, "rows")} rows, {Count(log, "lost")} lost");
        string notRealTime = Text(status, "not_real_time");
        Row(table, "real time", notRealTime.Length == 0 ? "yes" : $"no: {notRealTime}");
        foreach (JsonElement port in status.GetProperty("ports").EnumerateArray())
            Row(table, "port", Port(port));
        foreach (string name in new[] { "trouble", "model_refusal" })
        {
            if (Text(status, name) is { Length: > 0 } trouble)
                Row(table, "trouble", trouble.ReplaceLineEndings("; "));
        }
        return table.ToString();
    }

    private static string Doing(JsonElement status) =>
        status.GetProperty("paused").GetBoolean() ? "paused"
        : status.GetProperty("responding").GetBoolean() ? "the model plays"
        : "listening";

    private static string Port(JsonElement port)
    {
        string counts = Count(port, "received") + Count(port, "refused") == 0 ? ""
            : $"; {Count(port, "received")} received, {Count(port, "refused")} refused";
        return $"{Text(port, "name")}: {Text(port, "state")}{counts}";
    }

    private static string Counted(JsonElement status, Past? past, string name)
    {
        long count = Count(status, name);
        string rate = past is null ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $", {(count - Count(past.Status, name)) / past.Seconds:0.0}/s");
        return $"{count}{rate}";
    }

    private static string Duration(long seconds) => seconds switch
    {
        < 60 => $"{seconds} s",
        < 3600 => $"{seconds / 60} min {seconds % 60} s",
        < 86_400 => $"{seconds / 3600} h {seconds % 3600 / 60} min",
        _ => $"{seconds / 86_400} d {seconds % 86_400 / 3600} h",
    };

    private static void Row(StringBuilder table, string label, string text) =>
        table.Append(label.PadRight(LabelWidth)).Append(text).Append('\n');

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static long Count(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static string Number(JsonElement element, string name) => element.GetProperty(name).GetRawText();
}

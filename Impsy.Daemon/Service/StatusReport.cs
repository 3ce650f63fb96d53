using System.Text.Json;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Everything there is to tell about the instrument, as one JSON object. docs/service.md lists its members; add, never
/// rename. One thread at a time; allocates nothing.
/// </summary>
internal sealed class StatusReport(InstrumentStatus status)
{
    private readonly long _start = MonotonicClock.Now();

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, true);
        json.WriteString("version"u8, CommandLine.Version);
        json.WriteNumber("uptime_s"u8, (MonotonicClock.Now() - _start) / MonotonicClock.NanosecondsPerSecond);
        json.WriteString("config"u8, status.Setup?.Config.Path ?? "");
        json.WriteString("title"u8, status.Setup?.Config.Title ?? "");
        WriteEngine(json, status.Engine);
        WriteModel(json);
        WriteLateness(json, status.Loop.Lateness);
        WriteLog(json);
        json.WriteStartArray("ports"u8);
        foreach (PortStatus port in status.Setup?.Rack.Ports ?? [])
            Write(json, port);
        json.WriteEndArray();
        json.WriteNumber("collections"u8, GC.CollectionCount(0));
        json.WriteString("not_real_time"u8, status.NotRealTime);
        json.WriteNumber("reloads"u8, status.Reloads);
        json.WriteNumber("reloads_refused"u8, status.RefusedReloads);
        json.WriteString("trouble"u8, status.Trouble);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PortStatus port)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, port.Name);
        json.WriteBoolean("open"u8, port.IsOpen);
        json.WriteString("state"u8, port.State);
        json.WriteNumber("received"u8, port.Received());
        json.WriteNumber("refused"u8, port.Refused());
        json.WriteEndObject();
    }

    private static void WriteLateness(Utf8JsonWriter json, LatenessHistogram lateness)
    {
        json.WriteStartObject("late_ms"u8);
        json.WriteNumber("p50"u8, Milliseconds(lateness.Percentile(0.5)));
        json.WriteNumber("p99"u8, Milliseconds(lateness.Percentile(0.99)));
        json.WriteNumber("p999"u8, Milliseconds(lateness.Percentile(0.999)));
        json.WriteNumber("max"u8, Milliseconds(lateness.Max));
        json.WriteEndObject();
        json.WriteNumber("late"u8, lateness.Late);
    }

    // To the microsecond.
    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);

    private void WriteEngine(Utf8JsonWriter json, InteractionEngine engine)
    {
        json.WriteString("mode"u8, InteractionModeText.FormatUtf8(engine.Mode));
        json.WriteBoolean("paused"u8, engine.Paused);
        json.WriteBoolean("responding"u8, engine.Responding);
        json.WriteNumber("dimension"u8, engine.Dimension);
        json.WriteNumber("sigmatemp"u8, engine.Temperatures.Sigma);
        json.WriteNumber("pitemp"u8, engine.Temperatures.Pi);
        json.WriteNumber("timescale"u8, engine.Timescale);
        json.WriteNumber("threshold"u8, engine.Threshold);
        json.WriteNumber("inputs"u8, engine.InputCount);
        json.WriteNumber("predictions"u8, engine.PlayCount);
        json.WriteNumber("refused"u8, status.Refused);
        json.WriteNumber("overflowed"u8, status.Overflowed);
        json.WriteNumber("stalls"u8, engine.StallCount);
        json.WriteNumber("notes"u8, status.NotesSounding);
    }

    private void WriteModel(Utf8JsonWriter json)
    {
        json.WriteString("model"u8, status.Engine.HasModel ? status.Models.Current : "");
        json.WriteNumber("models_taken"u8, status.Models.Taken);
        json.WriteNumber("models_refused"u8, status.Models.Refused);
        json.WriteString("model_refusal"u8, status.Models.Refusal);
    }

    private void WriteLog(Utf8JsonWriter json)
    {
        PerformanceLog? log = status.Setup?.Log;
        json.WriteStartObject("log"u8);
        json.WriteString("state"u8, StateOf(log?.State ?? LogState.Logging));
        json.WriteString("file"u8, log?.CurrentPath ?? "");
        json.WriteNumber("rows"u8, log?.RowsWritten ?? 0);
        json.WriteNumber("lost"u8, (log?.RowsLost ?? 0) + (log?.RowsDropped ?? 0));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> StateOf(LogState state) => state switch
    {
        LogState.Logging => "logging"u8,
        LogState.PlayerOnly => "player only"u8,
        LogState.DiskFull => "disk full"u8,
        LogState.Failing => "failing"u8,
        _ => "broken"u8,
    };
}

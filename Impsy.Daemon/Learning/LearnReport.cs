using System.Text.Json;

namespace Impsy.Daemon.Learning;

/// <summary>
/// What the instrument hears on the ports that only it can open, for those who learn meanwhile: kept for a while, so
/// that each reads on from where it was. Asking keeps the taps open. docs/service.md lists its members; add, never
/// rename. Control thread only; allocates for the first who learns, and when ports have changed.
/// </summary>
/// <param name="taps">Of the ports that there are now.</param>
internal sealed class LearnReport(Func<IReadOnlyList<InputTap>> taps)
{
    /// <summary>Messages in one answer. With the ports they fit into the longest reply, whatever they are.</summary>
    public const int MostMessages = 700;

    /// <summary>Messages that are kept.</summary>
    public const int Kept = 2048;

    /// <summary>Nanoseconds for which the taps stay open after somebody has asked.</summary>
    public const long Lease = 3_000_000_000;

    private const int MostPortBytes = 16_000;
    private const int LongestPath = 500;
    private const int NanosecondsPerMicrosecond = 1000;

    private (int Port, RawMessage Message)[] _kept = [];
    private long _next; // the place of the next message, counted from the first ever
    private long _oldest;
    private long _until;
    private long _lost; // of taps, since they were opened
    private int _ports;

    /// <param name="cursor">That of the last answer, 0 or more; null: from now on.</param>
    /// <param name="now">Monotonic nanoseconds.</param>
    public void Write(Utf8JsonWriter json, long? cursor, long now)
    {
        IReadOnlyList<InputTap> there = taps();
        if (now >= _until)
            Begin();
        _until = now + Lease;
        foreach (InputTap tap in there)
        {
            if (tap.Number == 0)
                tap.Number = ++_ports;
            tap.Open(now, _until);
        }
        long lostBefore = _lost;
        Gather(there);
        long from = Math.Max(cursor ?? _next, _oldest);
        // Never ahead: a cursor that is so is that of an instrument that was here before.
        long to = Math.Min(_next, from + MostMessages);
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, true);
        json.WriteNumber("cursor"u8, to);
        json.WriteNumber("lost"u8, _lost - lostBefore + Math.Max(from - (cursor ?? from), 0));
        json.WriteStartArray("ports"u8);
        WritePorts(json, there);
        json.WriteEndArray();
        json.WriteStartArray("heard"u8);
        for (; from < to; from++)
            Write(json, _kept[from % Kept]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePorts(Utf8JsonWriter json, IReadOnlyList<InputTap> there)
    {
        foreach (InputTap tap in there)
        {
            if (json.BytesCommitted + json.BytesPending < MostPortBytes && tap.Port.Path.Length <= LongestPath)
                Write(json, tap);
        }
    }

    private static void Write(Utf8JsonWriter json, InputTap tap)
    {
        HeardPort port = tap.Port;
        json.WriteStartObject();
        json.WriteNumber("port"u8, tap.Number);
        json.WriteString("kind"u8, port.Kind switch
        {
            HeardPortKind.Adc => "adc"u8,
            HeardPortKind.Serial => "serial"u8,
            HeardPortKind.SerialMidi => "serialmidi"u8,
            _ => "midi"u8,
        });
        json.WriteString("path"u8, port.Path);
        json.WriteBoolean("open"u8, tap.IsThere);
        if (port.Kind == HeardPortKind.Serial)
            json.WriteNumber("baudrate"u8, port.Baudrate);
        if (port.Chip is { } chip)
        {
            json.WriteString("chip"u8, chip.Name);
            json.WriteNumber("address"u8, port.Address);
            json.WriteNumber("speed"u8, port.Speed);
            json.WriteNumber("full_scale"u8, port.FullScale);
            json.WriteNumber("hysteresis"u8, port.Hysteresis);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in (int Port, RawMessage Message) heard)
    {
        json.WriteStartArray();
        json.WriteNumberValue(heard.Port);
        json.WriteNumberValue(heard.Message.Time / NanosecondsPerMicrosecond);
        json.WriteNumberValue(heard.Message.First);
        json.WriteNumberValue(heard.Message.Second);
        json.WriteNumberValue(heard.Message.Value);
        json.WriteEndArray();
    }

    /// <summary>Nobody has learned for a while: what was heard then is nobody's concern.</summary>
    private void Begin()
    {
        if (_kept.Length == 0)
            _kept = new (int, RawMessage)[Kept];
        _oldest = _next;
    }

    /// <summary>Everything that the taps hold, by its time.</summary>
    private void Gather(IReadOnlyList<InputTap> there)
    {
        for (int i = 0; i < Kept && TryTakeOldest(there, out int port, out RawMessage message); i++)
        {
            _kept[_next++ % Kept] = (port, message);
            _oldest = Math.Max(_oldest, _next - Kept);
        }
        long lost = 0;
        foreach (InputTap tap in there)
            lost += tap.Lost;
        _lost = Math.Max(lost, _lost);
    }

    private static bool TryTakeOldest(IReadOnlyList<InputTap> there, out int port, out RawMessage message)
    {
        InputTap? oldest = null;
        message = default;
        foreach (InputTap tap in there)
        {
            if (!tap.TryPeek(out RawMessage head) || (oldest is not null && head.Time >= message.Time))
                continue;
            oldest = tap;
            message = head;
        }
        oldest?.Advance();
        port = oldest?.Number ?? 0;
        return oldest is not null;
    }
}

using System.Text.Json;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Learning;

/// <summary>What a running instrument has answered to one who learns.</summary>
/// <param name="Cursor">For the next question.</param>
/// <param name="Lost">Messages that came too fast.</param>
/// <param name="Ports">By their numbers.</param>
/// <param name="Heard">In order, each with its port's number.</param>
internal sealed record LearnAnswer(
    long Cursor, long Lost, IReadOnlyDictionary<int, HeardPort> Ports,
    IReadOnlyList<(int Port, RawMessage Message)> Heard)
{
    private const long NanosecondsPerMicrosecond = 1000;

    /// <exception cref="IOException">The instrument refuses, or answers something else.</exception>
    public static LearnAnswer Read(JsonElement answer)
    {
        try
        {
            if (!answer.GetProperty("ok").GetBoolean())
                throw new IOException($"the instrument refuses: {answer.GetProperty("error").GetString()}");
            Dictionary<int, HeardPort> ports = [];
            foreach (JsonElement port in answer.GetProperty("ports").EnumerateArray())
            {
                if (ReadPort(port) is { } known)
                    ports[port.GetProperty("port").GetInt32()] = known;
            }
            return new LearnAnswer(
                answer.GetProperty("cursor").GetInt64(),
                answer.GetProperty("lost").GetInt64(),
                ports,
                [.. answer.GetProperty("heard").EnumerateArray().Select(ReadMessage)]);
        }
        // The reader knows no other way to say that something is missing, or of another kind.
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"the instrument answers something else: {wrong.Message}");
        }
    }

    /// <returns>Null: it is of a kind that we do not know.</returns>
    private static HeardPort? ReadPort(JsonElement port)
    {
        string path = port.GetProperty("path").GetString() ?? "";
        switch (port.GetProperty("kind").GetString())
        {
            case "serialmidi":
                return new HeardPort(HeardPortKind.SerialMidi, path);
            case "serial":
                return new HeardPort(HeardPortKind.Serial, path) { Baudrate = port.GetProperty("baudrate").GetInt32() };
            case "adc":
                string? name = port.GetProperty("chip").GetString();
                return AdcChip.All.FirstOrDefault(known => known.Name == name) is not { } chip ? null
                    : new HeardPort(HeardPortKind.Adc, path)
                    {
                        Chip = chip,
                        Address = port.GetProperty("address").GetInt32(),
                        Speed = port.GetProperty("speed").GetInt32(),
                        FullScale = port.GetProperty("full_scale").GetInt32(),
                        Hysteresis = port.GetProperty("hysteresis").GetSingle(),
                    };
            default:
                return null;
        }
    }

    private static (int Port, RawMessage Message) ReadMessage(JsonElement heard) => (
        heard[0].GetInt32(),
        new RawMessage(
            heard[1].GetInt64() * NanosecondsPerMicrosecond, heard[2].GetInt32(), heard[3].GetInt32(),
            heard[4].GetSingle()));
}

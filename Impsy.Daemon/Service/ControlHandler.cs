using System.Buffers;
using System.Text.Json;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// Carries out what comes by the control socket: a JSON object a line, {"command": …, "value": …}, answered by one,
/// {"ok": true, …} or {"ok": false, "error": …}. Whatever the line holds, it is an answer and never a throw. One
/// thread; allocates nothing for a status.
/// </summary>
/// <param name="reload">Asks for the configuration to be read again; does not wait for it.</param>
internal sealed class ControlHandler(
    CommandQueue commands, ModelLoader models, StatusReport report, LearnReport learning, Action reload) : IDisposable
{
    private const double MostCursor = 1L << 53; // up to which JSON's numbers are whole

    private readonly ArrayBufferWriter<byte> _reply = new(16_384);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    /// <summary>The answer to a line that is not even looked at, its end included.</summary>
    public static ReadOnlySpan<byte> TooLong =>
        "{\"ok\":false,\"error\":\"expected a line of at most 4096 bytes\"}\n"u8;

    /// <param name="reply">Room for the answer and its line end.</param>
    /// <returns>Bytes of it.</returns>
    public int Answer(ReadOnlySpan<byte> line, Span<byte> reply)
    {
        _reply.ResetWrittenCount();
        _writer.Reset(_reply);
        string? mistake;
        try
        {
            mistake = ControlRequest.TryRead(line, out ControlRequest request) is { } malformed
                ? malformed
                : Carry(request);
        }
        // The reader knows no other way to say it; the second is a text that is no Unicode.
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            mistake = $"expected a JSON object: {malformed.Message}";
        }
        if (mistake is not null)
            WriteMistake(mistake);
        _writer.Flush();
        _reply.WrittenSpan.CopyTo(reply);
        reply[_reply.WrittenCount] = (byte)'\n';
        return _reply.WrittenCount + 1;
    }

    public void Dispose() => _writer.Dispose();

    /// <returns>Why it is refused; null: it is carried out, and answered.</returns>
    private string? Carry(in ControlRequest request)
    {
        switch (request.Command)
        {
            case "status":
                report.Write(_writer);
                return null;
            case "learn":
                return Learn(request);
            case "reload":
                reload();
                return Done();
            case "reset":
                return Send(new EngineCommand(CommandKind.Reset));
            case "pause":
                return request.Flag is { } pause
                    ? Send(new EngineCommand(CommandKind.Pause, pause ? 1 : 0))
                    : "pause: expected true or false";
            case "mode":
                return InteractionModeText.TryParse(request.Text, out InteractionMode mode)
                    ? Send(new EngineCommand(CommandKind.Mode, Mode: mode))
                    : $"mode: expected {InteractionModeText.All}";
            case "model":
                if (request.Text is not { } name || !models.Has(name))
                    return $"model: expected the name of a file among the models, found '{request.Text}'";
                models.Request(name);
                return Done();
            case "sigmatemp":
                return Number(request, CommandKind.SigmaTemperature, Limits.MinTemperature, Limits.MaxTemperature);
            case "pitemp":
                return Number(request, CommandKind.PiTemperature, Limits.MinTemperature, Limits.MaxTemperature);
            case "timescale":
                return Number(request, CommandKind.Timescale, Limits.MinTimescale, Limits.MaxTimescale);
            case "threshold":
                return Number(request, CommandKind.Threshold, Limits.MinThreshold, Limits.MaxThreshold);
            default:
                return $"command: expected {ControlRequest.All}, found '{request.Command}'";
        }
    }

    private string? Learn(in ControlRequest request)
    {
        double cursor = request.Number ?? (request.HasValue ? double.NaN : 0);
        if (!(cursor >= 0 && cursor <= MostCursor && cursor == Math.Floor(cursor)))
            return "learn: expected the cursor of the last answer, or nothing";
        learning.Write(_writer, request.HasValue ? (long)cursor : null, MonotonicClock.Now());
        return null;
    }

    private string? Number(in ControlRequest request, CommandKind kind, float min, float max)
    {
        EngineCommand command = new(kind, (float)(request.Number ?? double.NaN));
        return command.IsInRange
            ? Send(command)
            : FormattableString.Invariant($"{request.Command}: expected a number {min}..{max}");
    }

    private string? Send(in EngineCommand command)
    {
        commands.Write(command);
        return Done();
    }

    private string? Done()
    {
        _writer.WriteStartObject();
        _writer.WriteBoolean("ok"u8, true);
        _writer.WriteEndObject();
        return null;
    }

    private void WriteMistake(string mistake)
    {
        const int Most = 500; // what is quoted is not ours
        _writer.Flush();
        _reply.ResetWrittenCount();
        _writer.Reset(_reply);
        _writer.WriteStartObject();
        _writer.WriteBoolean("ok"u8, false);
        _writer.WriteString("error"u8, mistake.Length <= Most ? mistake : mistake[..Most]);
        _writer.WriteEndObject();
    }
}

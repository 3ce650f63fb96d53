using Impsy.Daemon.Channels;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;

namespace Impsy.Daemon.Service;

/// <summary>
/// What `systemctl status` shows of the instrument, told anew when it has changed, and not all the time. One thread of
/// ordinary priority; allocates nothing for a line.
/// </summary>
internal sealed class StatusLine(SystemdNotifier notifier, InstrumentStatus status)
{
    private const int MostBytes = 1024;

    private byte[] _told = new byte[MostBytes];
    private byte[] _line = new byte[MostBytes];
    private int _toldLength;

    /// <summary>Tells it if it is another than before.</summary>
    public void Look()
    {
        int length = Write(_line);
        if (_line.AsSpan(0, length).SequenceEqual(_told.AsSpan(0, _toldLength)))
            return;
        if (!notifier.TryStatus(_line.AsSpan(0, length)))
            return;
        (_told, _line) = (_line, _told);
        _toldLength = length;
    }

    /// <summary>E.g. "STATUS=battle, mine.onnx; osc in, osc out; 12 in, 345 out, at most 0.4 ms late".</summary>
    /// <returns>Bytes of it.</returns>
    internal int Write(Span<byte> buffer)
    {
        InteractionEngine engine = status.Engine;
        Utf8Line line = new(buffer);
        line.Append("STATUS="u8);
        line.Append(InteractionModeText.FormatUtf8(engine.Mode));
        if (engine.Paused)
            line.Append(", paused"u8);
        line.Append(", "u8);
        line.Append(engine.HasModel ? status.Models.Current : "no model");
        line.Append("; "u8);
        AppendPorts(ref line);
        line.Append("; "u8);
        line.Append(engine.InputCount);
        line.Append(" in, "u8);
        line.Append(engine.PlayCount);
        line.Append(" out, at most "u8);
        line.Append(status.Loop.Lateness.Max / 1e6);
        line.Append(" ms late"u8);
        AppendTrouble(ref line, status.Trouble);
        AppendTrouble(ref line, status.Models.Refusal);
        return line.Written.Length;
    }

    private static void AppendTrouble(ref Utf8Line line, string trouble)
    {
        if (trouble.Length == 0)
            return;
        line.Append("; refused: "u8);
        line.Append(trouble);
    }

    private void AppendPorts(ref Utf8Line line)
    {
        PortStatus[] ports = status.Setup?.Rack.Ports ?? [];
        if (ports.Length == 0)
            line.Append("no channels"u8);
        for (int i = 0; i < ports.Length; i++)
        {
            if (i > 0)
                line.Append(", "u8);
            line.Append(ports[i].Name);
            if (!ports[i].IsOpen)
                line.Append(" (waiting)"u8);
        }
    }
}

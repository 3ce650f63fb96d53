using System.Buffers.Binary;
using System.Text;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Generation;

/// <summary>
/// A take as a Standard MIDI File, format 0: control n of an event becomes controller n (1 to 64) on channel 1, its
/// 0..1 becomes 0 to 127, and only what changed is sent. 960 ticks to a quarter at 120 per minute: a tick is 0.52 ms.
/// </summary>
internal static class MidiFile
{
    private const int TicksPerQuarter = 960;
    private const int MicrosecondsPerQuarter = 500_000;
    private const double TicksPerSecond = TicksPerQuarter * 1e6 / MicrosecondsPerQuarter;
    private const byte ControlChangeOnChannel1 = 0xb0;
    private const byte Unsent = 0xff;

    /// <param name="take">Its opening, if there is one, is not written.</param>
    public static void Write(Take take, string title, Stream stream)
    {
        using MemoryStream track = new();
        WriteText(track, title);
        WriteDelta(track, 0);
        track.Write([0xff, 0x51, 3]);
        track.Write([
            unchecked((byte)(MicrosecondsPerQuarter >> 16)),
            unchecked((byte)(MicrosecondsPerQuarter >> 8)),
            unchecked((byte)MicrosecondsPerQuarter)]);
        WriteEvents(track, take);
        track.Write([0xff, 0x2f, 0]);

        Span<byte> header = stackalloc byte[22];
        "MThd"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], 6);
        BinaryPrimitives.WriteInt16BigEndian(header[8..], 0); // format 0: a single track
        BinaryPrimitives.WriteInt16BigEndian(header[10..], 1);
        BinaryPrimitives.WriteInt16BigEndian(header[12..], TicksPerQuarter);
        "MTrk"u8.CopyTo(header[14..]);
        BinaryPrimitives.WriteInt32BigEndian(header[18..], (int)track.Length);
        stream.Write(header);
        track.WriteTo(stream);
    }

    /// <summary>Ends with the time from the last message to the last event, so that the file lasts as long.</summary>
    private static void WriteEvents(MemoryStream track, Take take)
    {
        int d = take.Dimension;
        byte[] sent = new byte[d];
        sent.AsSpan().Fill(Unsent);
        double seconds = 0;
        long written = 0; // ticks
        long now = 0;
        for (int row = take.HasOpening ? 1 : 0; row < take.RowCount; row++)
        {
            ReadOnlySpan<float> values = take.Rows.Slice(row * d, d);
            seconds += values[0];
            now = (long)Math.Round(seconds * TicksPerSecond);
            for (int i = 1; i < d; i++)
            {
                byte value = (byte)MathF.Round(127 * Math.Clamp(values[i], 0, 1), MidpointRounding.AwayFromZero);
                if (value == sent[i])
                    continue;
                sent[i] = value;
                WriteDelta(track, now - written);
                written = now;
                track.Write([ControlChangeOnChannel1, (byte)i, value]);
            }
        }
        WriteDelta(track, now - written);
    }

    private static void WriteText(MemoryStream track, string title)
    {
        byte[] text = Encoding.ASCII.GetBytes(title.Length > 100 ? title[..100] : title);
        WriteDelta(track, 0);
        track.Write([0xff, 0x03, (byte)text.Length]);
        track.Write(text);
    }

    /// <summary>Seven bits to a byte, the highest first; all but the last have the eighth set.</summary>
    private static void WriteDelta(MemoryStream track, long ticks)
    {
        for (int shift = 21; shift > 0; shift -= 7)
        {
            if (ticks >> shift != 0)
                track.WriteByte((byte)(ticks >> shift & 0x7f | 0x80));
        }
        track.WriteByte((byte)(ticks & 0x7f));
    }
}

using System.Globalization;

namespace Impsy.Inference.Performances;

/// <summary>
/// One row of a performance log, as Python IMPSY writes and reads it:
/// <c>2019-01-17T12:37:38.109979,interface,0.3359375,0.296875</c> and a newline. Any thread; allocates nothing.
/// </summary>
public static class LogLine
{
    /// <summary>Controls of the widest event (dimension 65).</summary>
    public const int MostControls = 64;

    /// <summary>Bytes that always suffice for a row: a shortest float takes at most 15 (-1.17549435E-38).</summary>
    public const int MaxLength = CivilTime.TextLength + 1 + 9 + MostControls * (1 + 15) + 1;

    private static ReadOnlySpan<byte> InterfaceName => "interface"u8;

    private static ReadOnlySpan<byte> RnnName => "rnn"u8;

    /// <summary>Writes a row with its newline. Numbers are the shortest that read back to the same float.</summary>
    /// <param name="destination">UTF-8; <see cref="MaxLength"/> bytes always suffice.</param>
    /// <param name="wallMicroseconds">As <see cref="CivilTime"/> counts.</param>
    /// <param name="controls">(D-1), each 0..1.</param>
    /// <returns>False when it does not fit; what is in the destination then is of no use.</returns>
    public static bool TryFormat(
        Span<byte> destination, long wallMicroseconds, LogSource source, ReadOnlySpan<float> controls, out int written)
    {
        written = 0;
        ReadOnlySpan<byte> name = source == LogSource.Interface ? InterfaceName : RnnName;
        int length = CivilTime.TextLength + 1 + name.Length;
        if (destination.Length < length)
            return false;
        CivilTime.Format(wallMicroseconds, destination);
        destination[CivilTime.TextLength] = (byte)',';
        name.CopyTo(destination[(CivilTime.TextLength + 1)..]);
        foreach (float control in controls)
        {
            if (length == destination.Length)
                return false;
            destination[length++] = (byte)',';
            if (!control.TryFormat(destination[length..], out int digits, default, CultureInfo.InvariantCulture))
                return false;
            length += digits;
        }
        if (length == destination.Length)
            return false;
        destination[length++] = (byte)'\n';
        written = length;
        return true;
    }

    /// <summary>Reads a row. The first fault from the left is the answer.</summary>
    /// <param name="line">With or without its \n or \r\n.</param>
    /// <param name="controls">
    /// (D-1): its length is the width that a row must have. Filled as far as the row could be read.
    /// </param>
    public static LogFault TryParse(ReadOnlySpan<byte> line, Span<float> controls, out LogStamp stamp)
    {
        stamp = default;
        ReadOnlySpan<byte> rest = line.TrimEnd("\r\n"u8);
        bool more = TakeField(ref rest, out ReadOnlySpan<byte> field);
        if (!CivilTime.TryParse(field, out long wall))
            return LogFault.BadTime;
        if (!more)
            return LogFault.BadSource;
        more = TakeField(ref rest, out field);
        bool byPlayer = field.SequenceEqual(InterfaceName);
        if (!byPlayer && !field.SequenceEqual(RnnName))
            return LogFault.BadSource;
        stamp = new LogStamp(wall, byPlayer ? LogSource.Interface : LogSource.Rnn);
        for (int i = 0; i < controls.Length; i++)
        {
            if (!more)
                return LogFault.TooFewValues;
            more = TakeField(ref rest, out field);
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out controls[i]))
                return LogFault.BadNumber;
            if (!float.IsFinite(controls[i]))
                return LogFault.NotFinite;
        }
        return more ? LogFault.TooManyValues : LogFault.None;
    }

    /// <returns>Whether a comma followed, so that there is another field.</returns>
    private static bool TakeField(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        int comma = rest.IndexOf((byte)',');
        field = comma < 0 ? rest : rest[..comma];
        rest = comma < 0 ? default : rest[(comma + 1)..];
        return comma >= 0;
    }
}

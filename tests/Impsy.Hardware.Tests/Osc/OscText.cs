using System.Globalization;
using System.Text;
using Impsy.Hardware.Osc;

namespace Impsy.Hardware.Tests.Osc;

/// <summary>Writes out what a reader sees, so that tests compare whole packets as text.</summary>
internal static class OscText
{
    /// <summary>Each argument as its type and value: "i 1000, s hello, T".</summary>
    internal static string Arguments(OscReader reader)
    {
        List<string> arguments = [];
        while (reader.NextTag != 0)
        {
            char tag = (char)reader.NextTag;
            arguments.Add($"{tag} {Value(ref reader)}".TrimEnd());
        }
        return string.Join(", ", arguments);
    }

    /// <summary>Per element its time tag, address and arguments, or its error: "1 /a i 7 ; Truncated".</summary>
    internal static string Elements(ReadOnlySpan<byte> packet)
    {
        List<string> elements = [];
        OscBundleReader bundle = new(packet);
        while (bundle.TryNext(out OscReader message, out OscError error))
        {
            elements.Add(error != OscError.None
                ? error.ToString()
                : $"{bundle.TimeTag:X} {Encoding.UTF8.GetString(message.Address)} {Arguments(message)}".TrimEnd());
        }
        return string.Join(" ; ", elements);
    }

    private static string Value(ref OscReader reader)
    {
        switch ((char)reader.NextTag)
        {
            case 'i' when reader.TryReadInt(out int value) == OscError.None:
                return value.ToString(CultureInfo.InvariantCulture);
            case 'h' when reader.TryReadLong(out long value) == OscError.None:
                return value.ToString(CultureInfo.InvariantCulture);
            case 'f' when reader.TryReadFloat(out float value) == OscError.None:
                return value.ToString(CultureInfo.InvariantCulture);
            case 'd' when reader.TryReadDouble(out double value) == OscError.None:
                return value.ToString(CultureInfo.InvariantCulture);
            case 's' or 'S' when reader.TryReadString(out ReadOnlySpan<byte> value) == OscError.None:
                return Encoding.UTF8.GetString(value);
            case 'b' when reader.TryReadBlob(out ReadOnlySpan<byte> value) == OscError.None:
                return Convert.ToHexString(value);
            default:
                Assert.Equal(OscError.None, reader.TrySkip());
                return "";
        }
    }
}

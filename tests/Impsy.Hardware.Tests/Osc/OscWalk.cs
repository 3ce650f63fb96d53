using Impsy.Hardware.Osc;

namespace Impsy.Hardware.Tests.Osc;

/// <summary>Calls everything there is on whatever a packet turns out to hold. Allocates nothing.</summary>
internal static class OscWalk
{
    internal static void Everything(byte[][] packets, float[] values)
    {
        foreach (byte[] packet in packets)
            Everything(packet, values);
    }

    /// <returns>Elements that the packet had, broken ones included.</returns>
    internal static int Everything(ReadOnlySpan<byte> packet, float[] values)
    {
        int elements = 0;
        OscBundleReader bundle = new(packet);
        while (bundle.TryNext(out OscReader message, out _))
        {
            elements++;
            OscReader copy = message;
            _ = copy.TryReadFloats(values, out _);
            _ = OscPattern.Matches(message.Address, "/impsy/mode"u8);
            while (message.NextTag != 0)
            {
                bool read = message.TryReadFloat(out _) == OscError.None
                    || message.TryReadString(out _) == OscError.None
                    || message.TryReadBlob(out _) == OscError.None
                    || message.TryReadBool(out _) == OscError.None
                    || message.TryReadInt(out _) == OscError.None
                    || message.TryReadLong(out _) == OscError.None
                    || message.TryReadDouble(out _) == OscError.None
                    || message.TrySkip() == OscError.None;
                if (!read)
                    break;
            }
        }
        return elements;
    }
}

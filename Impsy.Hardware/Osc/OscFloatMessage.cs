using System.Text;

namespace Impsy.Hardware.Osc;

/// <summary>
/// The message that is sent a thousand times a second: a fixed address and a fixed number of floats. Everything but
/// the numbers is written once. One thread; allocates nothing after construction.
/// </summary>
public sealed class OscFloatMessage
{
    private readonly byte[] _packet;
    private readonly int _numbers;

    /// <param name="address">As <see cref="OscPattern.IsPlainAddress"/> allows.</param>
    /// <param name="count">Floats in the message, 0 or more.</param>
    public OscFloatMessage(string address, int count)
    {
        if (!OscPattern.IsPlainAddress(address))
            throw new ArgumentException($"'{address}' is not an OSC address", nameof(address));
        byte[] utf8 = Encoding.UTF8.GetBytes(address);
        _packet = new byte[OscWriter.Padded(utf8.Length + 1) + OscWriter.Padded(1 + count + 1) + 4 * count];
        _numbers = _packet.Length - 4 * count;
        Count = count;
        _ = OscWriter.TryWriteFloats(_packet, utf8, new float[count], out _); // the size is right by construction
    }

    /// <summary>Floats in the message.</summary>
    public int Count { get; }

    /// <param name="values">(<see cref="Count"/>)</param>
    /// <returns>The whole packet, good until the next call.</returns>
    public ReadOnlySpan<byte> With(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
            throw new ArgumentException($"{values.Length} values for a message of {Count}", nameof(values));
        OscWriter.WriteNumbers(_packet.AsSpan(_numbers), values);
        return _packet;
    }
}

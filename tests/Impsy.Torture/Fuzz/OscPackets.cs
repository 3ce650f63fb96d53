using System.Text;

namespace Impsy.Torture.Fuzz;

/// <summary>Good packets of every kind that the instrument listens to, for damaging.</summary>
internal static class OscPackets
{
    /// <summary>What OSC gives a meaning to, and bytes that break sizes and numbers.</summary>
    public static readonly byte[] Meaningful = [.. "/#,bfishdtTFNI[]*?{}-!"u8, 0, 1, 4, 0x3f, 0x7f, 0x80, 0xc0, 0xff];

    public static readonly byte[][] All =
    [
        Interface(0.5f),
        Interface(0),
        Interface(1),
        OscPeer.Message("/interface", 0, 1, 0, 1, 0, 1, 0, 1),
        OscPeer.Message("/impsy/mode", "callresponse"),
        OscPeer.Message("/impsy/mode", "polyphony"),
        OscPeer.Message("/impsy/mode", "filter"),
        OscPeer.Message("/impsy/mode", "battle"),
        OscPeer.Message("/impsy/mode", "useronly"),
        OscPeer.Message("/impsy/reset"),
        OscPeer.Message("/impsy/pause", 1),
        OscPeer.Message("/impsy/pause", 0),
        OscPeer.Message("/impsy/sigmatemp", 0.5f),
        OscPeer.Message("/impsy/pitemp", 2),
        OscPeer.Message("/impsy/timescale", 0.5f),
        OscPeer.Message("/impsy/threshold", 0.1f),
        OscPeer.Message("/impsy/model", "another"),
        OscPeer.Message("/impsy/status"),
        OscPeer.Message("/impsy/*", 1f),
        OscPeer.Message("/{interface,impsy}/[a-z]?*", 1f),
        Bundle(Interface(0.25f), OscPeer.Message("/impsy/timescale", 1f), Interface(0.75f)),
        Bundle(Bundle(Bundle(Interface(0.1f)), Interface(0.2f))),
    ];

    public static byte[] Interface(float value) =>
        OscPeer.Message("/interface", [.. Enumerable.Repeat<object>(value, 8)]);

    /// <summary>A bundle that asks for execution at once.</summary>
    public static byte[] Bundle(params byte[][] elements) =>
    [
        .. "#bundle\0"u8, 0, 0, 0, 0, 0, 0, 0, 1,
        .. elements.SelectMany(element => (byte[])[.. BigEndian(element.Length), .. element]),
    ];

    /// <summary>A message whose arguments are whatever these bytes are.</summary>
    public static byte[] Raw(string address, string tags, byte[] arguments) =>
        [.. Padded(address), .. Padded("," + tags), .. arguments];

    private static byte[] BigEndian(int value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Padded(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Array.Resize(ref bytes, (bytes.Length + 4) & ~3);
        return bytes;
    }
}

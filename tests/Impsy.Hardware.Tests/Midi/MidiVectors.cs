using Impsy.Hardware.Midi;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Midi;

/// <summary>Reads tests/vectors/midi.</summary>
internal static class MidiVectors
{
    /// <summary>The columns of every line that is no comment.</summary>
    internal static IEnumerable<string[]> Read(string file) =>
        from line in File.ReadLines(Repository.Vector("midi", file))
        where line.Length > 0 && line[0] != '#'
        select line.Split('|', StringSplitOptions.TrimEntries);

    /// <param name="text">Pairs of hex digits.</param>
    internal static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", ""));

    /// <param name="text">One to three bytes; those that are left out are 0.</param>
    internal static MidiMessage Message(string text) =>
        Bytes(text) is [byte status, .. byte[] data]
            ? new MidiMessage(status, data.ElementAtOrDefault(0), data.ElementAtOrDefault(1))
            : default;
}

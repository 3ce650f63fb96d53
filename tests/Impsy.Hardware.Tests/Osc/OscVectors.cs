using System.Text;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Osc;

/// <summary>Reads tests/vectors/osc.</summary>
internal static class OscVectors
{
    /// <summary>The columns of every line that is no comment.</summary>
    internal static IEnumerable<string[]> Read(string file) =>
        from line in File.ReadLines(Repository.Vector("osc", file))
        where line.Length > 0 && line[0] != '#'
        select line.Split('|', StringSplitOptions.TrimEntries);

    /// <summary>The packets of a file, in its order.</summary>
    internal static byte[][] Packets(string file) => [.. Read(file).Select(columns => Bytes(columns[1]))];

    /// <param name="text">Pairs of hex digits, and ASCII between apostrophes.</param>
    internal static byte[] Bytes(string text)
    {
        List<byte> bytes = [];
        string[] parts = text.Split('\''); // those with an odd index stood between apostrophes
        for (int i = 0; i < parts.Length; i++)
        {
            bool isText = i % 2 == 1;
            string part = parts[i];
            bytes.AddRange(isText ? Encoding.ASCII.GetBytes(part) : Convert.FromHexString(part.Replace(" ", "")));
        }
        return [.. bytes];
    }
}

using System.Text;
using Impsy.Daemon.Config.Toml;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Config.Toml;

public class TomlFuzzTests
{
    /// <summary>What TOML gives a meaning to, and bytes that break UTF-8.</summary>
    private static readonly byte[] s_bytes =
        [.. "\"'[]{}=.,#\\\n\r\t _-+:0189abxuUTZeE"u8, 0x00, 0x7F, 0x80, 0xC3, 0xED, 0xFF];

    [Fact]
    public void Mutated_files_are_read_or_refused_at_a_place_within_them_and_never_throw()
    {
        byte[][] files = [.. Directory.GetFiles(Repository.Vector("toml")).Order(StringComparer.Ordinal)
            .Where(file => file.EndsWith(".toml", StringComparison.Ordinal)).Select(File.ReadAllBytes)];
        Random random = new(20240);
        int read = 0;
        const int Rounds = 40_000;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] text = Mutate(files[round % files.Length], random);
            if (TomlReader.TryRead(text, out TomlTable? root, out TomlError? error))
            {
                Assert.NotNull(root);
                read++;
                continue;
            }
            string[] lines = Encoding.Latin1.GetString(text).Split('\n');
            Assert.InRange(error.Position.Line, 1, lines.Length);
            Assert.InRange(error.Position.Column, 1, lines[error.Position.Line - 1].Length + 1);
            Assert.StartsWith("expected ", error.Message, StringComparison.Ordinal);
        }
        // Were nearly all refused, or nearly none, the mutations would test little.
        Assert.InRange(read, Rounds / 20, Rounds * 19 / 20);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> text = [.. original];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = s_bytes[random.Next(s_bytes.Length)];
                    break;
                case 1:
                    text.Insert(at, s_bytes[random.Next(s_bytes.Length)]);
                    break;
                case 2:
                    text.RemoveRange(at, Math.Min(random.Next(1, 8), text.Count - at - 1));
                    break;
                default:
                    int from = random.Next(text.Count);
                    text.InsertRange(at, text.GetRange(from, Math.Min(random.Next(1, 40), text.Count - from)));
                    break;
            }
        }
        return [.. text];
    }
}

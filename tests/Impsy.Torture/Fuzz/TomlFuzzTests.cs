using System.Text;
using Impsy.Daemon.Config;

namespace Impsy.Torture.Fuzz;

public class TomlFuzzTests
{
    /// <summary>What TOML gives a meaning to, and bytes that break UTF-8.</summary>
    private static readonly byte[] s_meaningful =
        [.. "\"'[]{}=.,#\\\n\r\t _-+:0189abxuUTZeE"u8, 0x00, 0x7F, 0x80, 0xC3, 0xED, 0xFF];

    [Fact]
    public void A_million_damaged_configurations_are_valid_or_explained_and_never_throw()
    {
        byte[][] files = Files();
        long valid = FuzzRun.Share("TOML and configuration", (random, rounds) => Read(files, random, rounds));
        // Most damage is a mistake; a fiftieth that is none shows that files are read to their ends.
        Assert.InRange(valid, FuzzRun.Rounds / 50, FuzzRun.Rounds * 19 / 20);
    }

    private static long Read(byte[][] files, Random random, int rounds)
    {
        Mutation mutation = new(random, s_meaningful);
        byte[] buffer = new byte[16 * 1024];
        long valid = 0;
        for (int round = 0; round < rounds; round++)
        {
            ReadOnlySpan<byte> text = mutation.Of(files[random.Next(files.Length)], buffer);
            try
            {
                ConfigLoad load = ConfigFile.Parse("fuzz.toml", text);
                int lines = text.Count((byte)'\n') + 1;
                bool refused = load.Problems.Any(problem => !problem.IsWarning);
                if (refused != load.Config is null || load.Problems.Any(problem => problem.Line < 0 || problem.Line > lines))
                    throw new InvalidOperationException("the problems do not fit the text");
                valid += refused ? 0 : 1;
            }
            catch (Exception failure) // any at all: the text is what is worth knowing
            {
                throw new InvalidOperationException($"round {round}: {Convert.ToHexString(text)}", failure);
            }
        }
        return valid;
    }

    /// <summary>
    /// Every configuration that ships, its comments left out, cut into its tables: a short file has a larger share of
    /// damage. And the vectors of the reader's own tests.
    /// </summary>
    private static byte[][] Files()
    {
        List<string> texts = [];
        foreach (string file in Sorted(Path.Combine(Repository.Root, "configs")))
        {
            List<string> table = [];
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
            {
                if (line[0] == '[')
                {
                    texts.Add(string.Join('\n', table));
                    table = [];
                }
                table.Add(line);
            }
            texts.Add(string.Join('\n', table));
        }
        texts.AddRange(Sorted(Repository.Vector("toml")).Select(File.ReadAllText));
        return [.. texts.Distinct().Where(text => text.Length > 0).Select(Encoding.UTF8.GetBytes)];
    }

    private static IEnumerable<string> Sorted(string folder) =>
        Directory.GetFiles(folder, "*.toml").Order(StringComparer.Ordinal);
}

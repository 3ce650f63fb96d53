namespace Impsy.Daemon.Config;

/// <summary>Guesses which key was meant by one that does not exist.</summary>
internal static class NearestKey
{
    private const int MaxMistakes = 3; // beyond that a guess is worse than none

    /// <returns>The known key that takes the fewest typing mistakes, or null when none is near.</returns>
    public static string? Find(string unknown, IReadOnlyList<string> keys, IReadOnlyCollection<string> sections)
    {
        (string section, string name) = Split(unknown);
        // The right key in the wrong section is a mistake that TOML invites: whatever is appended to a file belongs
        // to its last section.
        // (A command has the name of the key that it changes, which is the likelier one.)
        string[] elsewhere = [.. keys.Where(known => Split(known) is var (place, key) && key == name && place != "commands")];
        if (elsewhere is [string only])
            return only;
        int limit = Math.Clamp(name.Length / 3, 1, MaxMistakes);
        return keys.Concat(sections)
            .Where(known => Split(known).Section == section)
            .Where(known => Math.Abs(Split(known).Name.Length - name.Length) <= limit)
            .Select(known => (Known: known, Mistakes: Distance(name, Split(known).Name)))
            .Where(candidate => candidate.Mistakes <= limit)
            .OrderBy(candidate => candidate.Mistakes)
            .Select(candidate => candidate.Known)
            .FirstOrDefault();
    }

    private static (string Section, string Name) Split(string key)
    {
        int dot = key.LastIndexOf('.');
        return dot < 0 ? ("", key) : (key[..dot], key[(dot + 1)..]);
    }

    /// <summary>The number of letters to insert, delete or exchange (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int exchanged = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}

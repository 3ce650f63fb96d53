using System.Buffers;

namespace Impsy.Hardware.Osc;

/// <summary>
/// The address patterns of OSC 1.0: '?' any character, '*' any number of them, "[a-z]" and "[!abc]" one of a set,
/// "{foo,bar}" one of several texts; none of them reaches over a '/'. All ways of matching are followed at once
/// instead of one after the other, so no pattern takes more than its length times the address's length in steps.
/// No allocation.
/// </summary>
public static class OscPattern
{
    /// <summary>Longer patterns match nothing but themselves.</summary>
    public const int MaxPatternLength = 255;

    /// <summary>Longer addresses are matched by nothing but themselves: one bit of a word for each position.</summary>
    public const int MaxAddressLength = 63;

    // What OSC 1.0 keeps out of the names of methods and containers; other characters are printable ASCII.
    private static readonly SearchValues<char> s_reserved = SearchValues.Create(" #*,?[]{}");
    private static readonly SearchValues<byte> s_special = SearchValues.Create("?*[{"u8);

    /// <summary>Whether a text can be the address of something, rather than a pattern for several.</summary>
    public static bool IsPlainAddress(ReadOnlySpan<char> text) =>
        text.Length >= 2 && text[0] == '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal)
        && !text.ContainsAny(s_reserved) && !text.ContainsAnyExceptInRange('!', '~');

    /// <param name="pattern">The address of a message that came in. Malformed ones match nothing.</param>
    /// <param name="address">A plain address, of ours.</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> address)
    {
        if (pattern.SequenceEqual(address))
            return true;
        if (!pattern.ContainsAny(s_special) || pattern.Length > MaxPatternLength || address.Length > MaxAddressLength)
            return false;

        // Bit p is set when the pattern so far can have used up the first p characters of the address.
        ulong reached = 1;
        while (pattern.Length > 0 && reached != 0)
        {
            int length = TryStep(pattern, address, ref reached);
            if (length == 0)
                return false;
            pattern = pattern[length..];
        }
        return (reached >> address.Length & 1) != 0;
    }

    // Takes one element off the front of the pattern. Returns its length, 0 when it is malformed.
    private static int TryStep(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> address, ref ulong reached)
    {
        switch ((char)pattern[0])
        {
            case '*':
                // Upwards, so that a bit that was just set moves on.
                for (int p = 0; p < address.Length; p++)
                    reached |= (address[p] == '/' ? 0 : reached >> p & 1) << (p + 1);
                return 1;
            case '[':
                int bracket = pattern.IndexOf((byte)']');
                if (bracket < 0)
                    return 0;
                reached = AfterOneOf(pattern[1..bracket], address, reached);
                return bracket + 1;
            case '{':
                int brace = pattern.IndexOf((byte)'}');
                if (brace < 0)
                    return 0;
                reached = AfterAnyOf(pattern[1..brace], address, reached);
                return brace + 1;
            default:
                ulong next = 0;
                for (int p = 0; p < address.Length; p++)
                {
                    bool fits = pattern[0] == '?' ? address[p] != '/' : address[p] == pattern[0];
                    next |= (fits ? reached >> p & 1 : 0) << (p + 1);
                }
                reached = next;
                return 1;
        }
    }

    private static ulong AfterOneOf(ReadOnlySpan<byte> set, ReadOnlySpan<byte> address, ulong reached)
    {
        ulong next = 0;
        for (int p = 0; p < address.Length; p++)
        {
            if ((reached >> p & 1) != 0 && address[p] != '/' && Contains(set, address[p]))
                next |= 1UL << (p + 1);
        }
        return next;
    }

    // A '-' at either end and a '!' anywhere but in front stand for themselves.
    private static bool Contains(ReadOnlySpan<byte> set, byte character)
    {
        bool negated = set is [(byte)'!', ..];
        if (negated)
            set = set[1..];
        for (int i = 0; i < set.Length; i++)
        {
            bool range = i + 2 < set.Length && set[i + 1] == '-';
            if (range ? character >= set[i] && character <= set[i + 2] : character == set[i])
                return !negated;
            i += range ? 2 : 0;
        }
        return negated;
    }

    private static ulong AfterAnyOf(ReadOnlySpan<byte> texts, ReadOnlySpan<byte> address, ulong reached)
    {
        ulong next = 0;
        while (true)
        {
            int comma = texts.IndexOf((byte)',');
            ReadOnlySpan<byte> text = comma < 0 ? texts : texts[..comma];
            for (int p = 0; p + text.Length <= address.Length; p++)
            {
                if ((reached >> p & 1) != 0 && !text.Contains((byte)'/') && address[p..].StartsWith(text))
                    next |= 1UL << (p + text.Length);
            }
            if (comma < 0)
                return next;
            texts = texts[(comma + 1)..];
        }
    }
}

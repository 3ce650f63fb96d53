using System.Text;
using System.Text.RegularExpressions;
using Impsy.Hardware.Osc;

namespace Impsy.Hardware.Tests.Osc;

public sealed class OscPatternTests
{
    [Fact]
    public void Patterns_match_as_the_specification_says()
    {
        foreach (string[] vector in OscVectors.Read("patterns.txt"))
        {
            string actual = Matches(vector[0], vector[1]) ? "yes" : "no";
            Assert.Equal((vector[0], vector[1], vector[2]), (vector[0], vector[1], actual));
        }
    }

    // The same rules as a regular expression, which tries one way after the other; small alphabets meet more often.
    [Fact]
    public void Random_patterns_match_as_their_regular_expressions_do()
    {
        Random random = new(11);
        (string Osc, string Regex)[] parts =
        [
            ("a", "a"), ("b", "b"), ("/", "/"), ("?", "[^/]"), ("*", "[^/]*"), ("[ab]", "[ab]"), ("[!a]", "[^a/]"),
            ("[a-c]", "[a-c]"), ("{a,ab}", "(a|ab)"), ("{,b}", "(|b)"), ("{ba}", "(ba)"),
        ];
        int matches = 0;
        for (int i = 0; i < 40_000; i++)
        {
            (string Osc, string Regex)[] chosen = random.GetItems(parts, random.Next(1, 9));
            string address = "/" + new string(random.GetItems("aabbc/".AsSpan(), random.Next(9)));
            string pattern = "/" + string.Concat(chosen.Select(part => part.Osc));
            bool expected = Regex.IsMatch(address, "^/" + string.Concat(chosen.Select(part => part.Regex)) + "$");
            Assert.Equal((pattern, address, expected), (pattern, address, Matches(pattern, address)));
            matches += expected ? 1 : 0;
        }
        Assert.True(matches > 1000, $"only {matches} pairs matched");
    }

    // With one way tried after the other, the first of these would take longer than the universe has been there.
    [Fact]
    public void Patterns_made_to_explode_end()
    {
        string address = "/" + new string('a', OscPattern.MaxAddressLength - 1);
        string stars = "/" + string.Concat(Enumerable.Repeat("*a", 100)) + "*b";
        string braces = "/" + string.Concat(Enumerable.Repeat("{,a,aa}", 30)) + "b";
        for (int i = 0; i < 1000; i++)
            Assert.Equal((false, false), (Matches(stars, address), Matches(braces, address)));
        Assert.True(Matches("/" + new string('*', 254), address));
        Assert.True(Matches("/" + new string('?', address.Length - 1), address));
    }

    [Fact]
    public void What_is_too_long_for_patterns_still_matches_itself()
    {
        string address = "/" + new string('a', 300);
        Assert.True(Matches(address, address));
        Assert.False(Matches("/*", address));
        Assert.False(Matches("/" + new string('*', 255), "/a"));
    }

    [Theory]
    [InlineData("/prediction", true)]
    [InlineData("/a/b-c_1.~", true)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("prediction", false)]
    [InlineData("/a/", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a b", false)]
    [InlineData("/a#", false)]
    [InlineData("/a*", false)]
    [InlineData("/a,b", false)]
    [InlineData("/a?", false)]
    [InlineData("/[a]", false)]
    [InlineData("/{a}", false)]
    [InlineData("/é", false)]
    [InlineData("/a\n", false)]
    public void An_address_of_ours_is_plain(string text, bool expected) =>
        Assert.Equal(expected, OscPattern.IsPlainAddress(text));

    private static bool Matches(string pattern, string address) =>
        OscPattern.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(address));
}

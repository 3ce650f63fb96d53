using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Impsy.Hardware.Alsa;

/// <summary>
/// What a configuration says about a device: its name, a part of it, "/a regular expression/", or "*" for every device
/// that can be touched. Upper and lower case count only where nothing else decides. Pure; any thread.
/// </summary>
/// <remarks>
/// A port answers to its own name, its client's name, "client:port", the "client:port 20:0" of rtmidi and mido (also
/// when the numbers have changed since) and its address. Who is called exactly as the text says comes before all who
/// merely contain it. The kernel's cable to itself, "Midi Through", is meant only where it is named in full.
/// </remarks>
public sealed class AlsaPortSelector
{
    private const string ThroughClient = "Midi Through";

    // Only a pattern that goes back and forth endlessly takes longer than microseconds for a name.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly Regex? _pattern;
    private readonly bool _isEverything;

    private AlsaPortSelector(string text, Regex? pattern)
    {
        Text = text;
        _pattern = pattern;
        _isEverything = text == "*";
    }

    /// <summary>As the configuration has it.</summary>
    public string Text { get; }

    /// <summary>Whether it means any number of devices ("*" and expressions) rather than a certain one.</summary>
    public bool MeansMany => _isEverything || _pattern is not null;

    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out AlsaPortSelector? selector, [NotNullWhen(false)] out string? problem)
    {
        selector = null;
        problem = null;
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            problem = "expected the name of a MIDI port, a part of it, \"/expression/\" or \"*\", found nothing";
            return false;
        }
        Regex? pattern = null;
        if (trimmed.Length > 2 && trimmed[0] == '/' && trimmed[^1] == '/')
        {
            try
            {
                pattern = new Regex(
                    trimmed[1..^1], RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_patience);
            }
            catch (ArgumentException e)
            {
                problem = $"expected a regular expression between the slashes, found {trimmed}: {e.Message}";
                return false;
            }
        }
        selector = new AlsaPortSelector(trimmed, pattern);
        return true;
    }

    /// <summary>Those that are meant, in the order they were given in.</summary>
    /// <param name="ports">As <see cref="AlsaSequencer.Ports"/> gives them: without our own.</param>
    /// <param name="direction">What they are wanted for.</param>
    /// <returns>
    /// Of a name or a part all that fit equally well: ports of one device, or several devices of one make.
    /// </returns>
    public IReadOnlyList<AlsaPort> Match(IReadOnlyList<AlsaPort> ports, AlsaPortDirection direction)
    {
        ArgumentNullException.ThrowIfNull(ports);
        (AlsaPort Port, Fit Fit)[] fitting =
        [
            .. from port in ports
               where port.Serves(direction)
               let fit = Judge(port)
               where fit != Fit.None
               select (port, fit),
        ];
        if (fitting.Length == 0)
            return [];
        Fit best = fitting.Max(candidate => candidate.Fit);
        return [.. from candidate in fitting where candidate.Fit == best select candidate.Port];
    }

    private enum Fit
    {
        None,
        Part,
        ExactButForCase,
        Exact,
    }

    private Fit Judge(AlsaPort port)
    {
        bool isThrough = port.ClientName == ThroughClient;
        if (_isEverything)
            return port.Kind == AlsaPortKind.Hardware && !isThrough ? Fit.Exact : Fit.None;
        if (_pattern is not null)
            return !isThrough && Names(port).Any(IsPatternIn) ? Fit.Exact : Fit.None;
        string stable = WithoutAddress(Text);
        string[] names = [.. Names(port), port.Address.ToString()];
        if (names.Any(name => name == Text || name == stable))
            return Fit.Exact;
        if (names.Any(name => IsSame(name, Text) || IsSame(name, stable)))
            return Fit.ExactButForCase;
        return !isThrough && port.FullName.Contains(stable, StringComparison.OrdinalIgnoreCase) ? Fit.Part : Fit.None;
    }

    private bool IsPatternIn(string name)
    {
        try
        {
            return _pattern!.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // finding devices goes on without it
        }
    }

    // The kernel pads some names with blanks that no one sees.
    private static string[] Names(AlsaPort port) =>
        [port.Name.Trim(), port.ClientName.Trim(), port.FullName.Trim(), $"{port.FullName.Trim()} {port.Address}"];

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // "X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0" was written down when the device was 20:0.
    private static string WithoutAddress(string text)
    {
        int blank = text.LastIndexOf(' ');
        string[] numbers = text[(blank + 1)..].Split(':');
        bool isAddress = blank > 0 && numbers.Length == 2 && numbers.All(
            number => byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return isAddress ? text[..blank].TrimEnd() : text;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Impsy.Daemon.Commands;

/// <summary>
/// The arguments of one verb, parsed: --name VALUE, --name=VALUE, -n VALUE, --switch, --no-switch and positional ones,
/// in any order; after "--" everything is positional. An option given twice has its last value.
/// </summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _positional = [];

    /// <summary>The nth argument that is no option, or null.</summary>
    public string? Positional(int index) => index < _positional.Count ? _positional[index] : null;

    public string? Value(string option) => _values.GetValueOrDefault(option);

    /// <returns>Null when the switch was not given.</returns>
    public bool? Switch(string option) => Value(option) is { } value ? value == "true" : null;

    /// <param name="mostPositional">More of them are a mistake.</param>
    public static bool TryParse(
        ReadOnlySpan<string> arguments, IReadOnlyList<CommandOption> options, int mostPositional,
        [NotNullWhen(true)] out CommandArguments? parsed, [NotNullWhen(false)] out string? mistake)
    {
        CommandArguments result = new();
        parsed = null;
        bool optionsEnded = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (argument == "--" && !optionsEnded)
            {
                optionsEnded = true;
            }
            else if (optionsEnded || argument.Length < 2 || argument[0] != '-')
            {
                result._positional.Add(argument);
            }
            else
            {
                string? next = i + 1 < arguments.Length ? arguments[i + 1] : null;
                mistake = result.TakeOption(argument, next, options, out bool tookNext);
                if (mistake is not null)
                    return false;
                if (tookNext)
                    i++;
            }
        }
        mistake = result._positional.Count > mostPositional ? $"unexpected '{result._positional[mostPositional]}'" : null;
        if (mistake is not null)
            return false;
        parsed = result;
        return true;
    }

    private string? TakeOption(string argument, string? next, IReadOnlyList<CommandOption> options, out bool tookNext)
    {
        tookNext = false;
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? argument : argument[..equals];
        foreach (CommandOption option in options)
        {
            bool named = name == $"--{option.Name}" || option.Short is { } letter && name == $"-{letter}";
            if (option.Value is null)
            {
                if (!named && name != $"--{option.Opposite}")
                    continue;
                _values[option.Name] = named ? "true" : "false";
                return equals < 0 ? null : $"{name} takes no value";
            }
            if (!named)
                continue;
            tookNext = equals < 0;
            string? value = equals < 0 ? next : argument[(equals + 1)..];
            if (value is null)
                return $"{name} needs a value: {option.Value}";
            _values[option.Name] = value;
            return null;
        }
        return $"unknown option {name}";
    }
}

using System.Globalization;
using System.Text.Json;

namespace Impsy.Daemon.Tests.Config.Toml;

/// <summary>
/// Whether two tagged JSON texts mean the same: order of keys does not count, numbers are compared as numbers and
/// fractions of a second without trailing zeros.
/// </summary>
internal static class TaggedJsonComparison
{
    /// <returns>Null when they agree, else where and how they differ.</returns>
    public static string? Difference(string expected, string found)
    {
        using JsonDocument left = JsonDocument.Parse(expected, new JsonDocumentOptions { MaxDepth = 300 });
        using JsonDocument right = JsonDocument.Parse(found, new JsonDocumentOptions { MaxDepth = 300 });
        return Difference("", left.RootElement, right.RootElement);
    }

    private static string? Difference(string path, JsonElement expected, JsonElement found)
    {
        if (expected.ValueKind != found.ValueKind)
            return $"{path}: expected {expected.ValueKind}, found {found.ValueKind}";
        return expected.ValueKind switch
        {
            JsonValueKind.Array => ArrayDifference(path, expected, found),
            JsonValueKind.Object when IsScalar(expected) && IsScalar(found) => ScalarDifference(path, expected, found),
            JsonValueKind.Object => ObjectDifference(path, expected, found),
            _ => $"{path}: {expected.ValueKind} is not tagged JSON",
        };
    }

    /// <summary>A table whose keys happen to be "type" and "value" holds tagged values, not texts.</summary>
    private static bool IsScalar(JsonElement element) =>
        element.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
        && element.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.String;

    private static string? ArrayDifference(string path, JsonElement expected, JsonElement found)
    {
        if (expected.GetArrayLength() != found.GetArrayLength())
            return $"{path}: expected {expected.GetArrayLength()} items, found {found.GetArrayLength()}";
        return Enumerable.Range(0, expected.GetArrayLength())
            .Select(i => Difference($"{path}[{i}]", expected[i], found[i]))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? ObjectDifference(string path, JsonElement expected, JsonElement found)
    {
        foreach (JsonProperty property in found.EnumerateObject())
        {
            if (!expected.TryGetProperty(property.Name, out _))
                return $"{path}.{property.Name}: not expected";
        }
        foreach (JsonProperty property in expected.EnumerateObject())
        {
            if (!found.TryGetProperty(property.Name, out JsonElement other))
                return $"{path}.{property.Name}: missing";
            if (Difference($"{path}.{property.Name}", property.Value, other) is string difference)
                return difference;
        }
        return null;
    }

    private static string? ScalarDifference(string path, JsonElement expected, JsonElement found)
    {
        (string type, string text) = Parts(expected);
        (string foundType, string foundText) = Parts(found);
        bool same = type == foundType && type switch
        {
            "float" => Number(text).Equals(Number(foundText)), // Equals: a NaN is a NaN
            "datetime" or "datetime-local" or "time-local" => Trimmed(text) == Trimmed(foundText),
            _ => text == foundText,
        };
        return same ? null : $"{path}: expected {type} '{text}', found {foundType} '{foundText}'";
    }

    private static (string Type, string Text) Parts(JsonElement scalar) =>
        (scalar.GetProperty("type").GetString()!, scalar.GetProperty("value").GetString()!);

    private static double Number(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Trimmed(string time)
    {
        int dot = time.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return time;
        int end = dot + 1;
        while (end < time.Length && char.IsAsciiDigit(time[end]))
            end++;
        return time[..end].TrimEnd('0').TrimEnd('.') + time[end..];
    }
}

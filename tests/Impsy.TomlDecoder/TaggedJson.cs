using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Impsy.Daemon.Config.Toml;

namespace Impsy.TomlDecoder;

/// <summary>The form of the toml-test suite: each scalar is {"type": "integer", "value": "1"}.</summary>
public static class TaggedJson
{
    /// <param name="error">As "2,5: expected ..., found ...", with line and column.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> toml, [NotNullWhen(true)] out string? json, [NotNullWhen(false)] out string? error)
    {
        json = null;
        if (!TomlReader.TryRead(toml, out TomlTable? root, out TomlError? found))
        {
            error = $"{found.Position.Line},{found.Position.Column}: {found.Message}";
            return false;
        }
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            Write(writer, root);
        json = Encoding.UTF8.GetString(stream.ToArray());
        error = null;
        return true;
    }

    private static void Write(Utf8JsonWriter writer, TomlTable table)
    {
        writer.WriteStartObject();
        foreach (TomlEntry entry in table.Entries)
        {
            writer.WritePropertyName(entry.Key.Name);
            Write(writer, entry.Value);
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TomlValue value)
    {
        switch (value.Kind)
        {
            case TomlKind.Table:
                Write(writer, value.Table!);
                return;
            case TomlKind.Array:
                writer.WriteStartArray();
                foreach (TomlValue item in value.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                return;
            default:
                writer.WriteStartObject();
                writer.WriteString("type"u8, TypeName(value.Kind));
                writer.WriteString("value"u8, Text(value));
                writer.WriteEndObject();
                return;
        }
    }

    private static string TypeName(TomlKind kind) => kind switch
    {
        TomlKind.Text => "string",
        TomlKind.Integer => "integer",
        TomlKind.Float => "float",
        TomlKind.Boolean => "bool",
        TomlKind.OffsetDateTime => "datetime",
        TomlKind.LocalDateTime => "datetime-local",
        TomlKind.LocalDate => "date-local",
        TomlKind.LocalTime => "time-local",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a scalar"),
    };

    private static string Text(TomlValue value) => value.Kind switch
    {
        TomlKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        TomlKind.Float when double.IsNaN(value.Float) => "nan",
        TomlKind.Float when double.IsInfinity(value.Float) => value.Float > 0 ? "inf" : "-inf",
        TomlKind.Float => value.Float.ToString("R", CultureInfo.InvariantCulture),
        _ => value.Text,
    };
}

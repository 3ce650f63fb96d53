using System.Diagnostics.CodeAnalysis;

namespace Impsy.Daemon.Config.Toml;

/// <summary>
/// Puts keys and values where they belong, and holds TOML's rule that nothing is defined twice. Errors go to the
/// cursor, with the place of the offending key and the line of the first definition.
/// </summary>
internal sealed class TomlTreeBuilder(TomlCursor cursor)
{
    public TomlTable Root { get; } = new(TomlTableOrigin.Header);

    /// <summary>For [path]: the table that the following lines fill.</summary>
    public bool TryOpenTable(List<TomlKey> path, [NotNullWhen(true)] out TomlTable? table)
    {
        table = null;
        if (!TryWalkHeader(path, out TomlTable? parent))
            return false;
        TomlKey last = path[^1];
        if (!parent.TryGet(last.Name, out TomlEntry? entry))
        {
            table = AddTable(parent, last, TomlTableOrigin.Header);
            return true;
        }
        if (entry.Value.Table is not { Origin: TomlTableOrigin.Implicit } existing)
            return AlreadyDefined(path, path.Count, entry);
        existing.Origin = TomlTableOrigin.Header;
        table = existing;
        return true;
    }

    /// <summary>For [[path]]: a new last item of that array of tables.</summary>
    public bool TryAppendTable(List<TomlKey> path, [NotNullWhen(true)] out TomlTable? table)
    {
        table = null;
        if (!TryWalkHeader(path, out TomlTable? parent))
            return false;
        TomlKey last = path[^1];
        if (!parent.TryGet(last.Name, out TomlEntry? entry))
        {
            parent.Add(last, TomlValue.OfArray(last.Position, isArrayOfTables: true));
            parent.TryGet(last.Name, out entry);
        }
        if (!entry!.Value.IsArrayOfTables)
            return AlreadyDefined(path, path.Count, entry);
        table = new TomlTable(TomlTableOrigin.Header);
        entry.Value.Items.Add(TomlValue.OfTable(last.Position, table));
        return true;
    }

    /// <summary>For path = value, below the table of the section or of the braces it stands in.</summary>
    public bool TryAdd(TomlTable section, List<TomlKey> path, TomlValue value)
    {
        TomlTable table = section;
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (!table.TryGet(path[i].Name, out TomlEntry? entry))
            {
                table = AddTable(table, path[i], TomlTableOrigin.Dotted);
                continue;
            }
            if (entry.Value.Table is not { Origin: TomlTableOrigin.Dotted or TomlTableOrigin.Implicit } inner)
                return AlreadyDefined(path, i + 1, entry);
            inner.Origin = TomlTableOrigin.Dotted;
            table = inner;
        }
        if (table.TryGet(path[^1].Name, out TomlEntry? earlier))
            return AlreadyDefined(path, path.Count, earlier);
        table.Add(path[^1], value);
        return true;
    }

    /// <summary>All of a header but its last part; an array of tables stands for its newest item.</summary>
    private bool TryWalkHeader(List<TomlKey> path, [NotNullWhen(true)] out TomlTable? parent)
    {
        parent = Root;
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (!parent.TryGet(path[i].Name, out TomlEntry? entry))
            {
                parent = AddTable(parent, path[i], TomlTableOrigin.Implicit);
                continue;
            }
            TomlTable? next = entry.Value.IsArrayOfTables ? entry.Value.Items[^1].Table : entry.Value.Table;
            if (next is null or { Origin: TomlTableOrigin.Inline })
                return AlreadyDefined(path, i + 1, entry);
            parent = next;
        }
        return true;
    }

    private static TomlTable AddTable(TomlTable parent, TomlKey key, TomlTableOrigin origin)
    {
        TomlTable table = new(origin);
        parent.Add(key, TomlValue.OfTable(key.Position, table));
        return table;
    }

    private bool AlreadyDefined(List<TomlKey> path, int parts, TomlEntry earlier)
    {
        string name = string.Join('.', path.Take(parts).Select(key => key.Name));
        int line = earlier.Key.Position.Line;
        return cursor.Fail(path[parts - 1].Position, $"expected a new key, found '{name}', defined on line {line}");
    }
}

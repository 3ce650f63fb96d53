using System.Text;

namespace Impsy.Benchmarks.Reporting;

/// <summary>A table in Markdown that can be read as plain text too: columns of one width.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells)
    {
        if (cells.Length != header.Length)
            throw new ArgumentException($"{cells.Length} cells in a table of {header.Length} columns", nameof(cells));
        _rows.Add(cells);
    }

    public override string ToString()
    {
        int[] widths = [.. header.Select((title, i) => Math.Max(3, _rows.Append(header).Max(row => row[i].Length)))];
        StringBuilder text = new();
        Append(header);
        Append([.. widths.Select(width => new string('-', width))]);
        _rows.ForEach(Append);
        return text.ToString();

        void Append(string[] cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select((cell, i) => cell.PadRight(widths[i]))).Append(" |\n");
    }
}

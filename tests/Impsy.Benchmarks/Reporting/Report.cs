using System.Text;

namespace Impsy.Benchmarks.Reporting;

/// <summary>What was found: the bars of the design first, the details below.</summary>
internal sealed class Report
{
    private readonly List<Bar> _bars = [];
    private readonly StringBuilder _details = new();

    /// <summary>Whether no bar was missed.</summary>
    public bool IsGood => _bars.All(bar => bar.Passed is not false);

    public void Judge(string what, string measured, string limit, bool? passed) =>
        _bars.Add(new Bar(what, measured, limit, passed));

    public void Judge(IEnumerable<Bar> bars) => _bars.AddRange(bars);

    /// <param name="remark">A sentence below the title, or nothing.</param>
    public void Detail(string title, string remark, Table table)
    {
        _details.Append("\n### ").Append(title).Append("\n\n");
        if (remark.Length != 0)
            _details.Append(remark).Append("\n\n");
        _details.Append(table);
    }

    /// <param name="header">Machine, date, commit.</param>
    public string ToText(string header) => $"{header}\n{Bar.TableOf(_bars)}{_details}";
}

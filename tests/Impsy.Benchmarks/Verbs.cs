using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Reporting;
using Impsy.Benchmarks.Soaking;
using Impsy.Benchmarks.Trainings;
using Impsy.Daemon.Commands;
using Impsy.TestSupport;

namespace Impsy.Benchmarks;

/// <summary>
/// The command line. Exit 0: all is good; 1: a bar was missed; 2: not asked for properly; 3: it could not be measured.
/// </summary>
internal static class Verbs
{
    private const int Good = 0;
    private const int Bad = 1;
    private const int Misused = 2;
    private const int Failed = 3;

    private static readonly CommandOption[] s_options =
    [
        new("quick", null, null, "a minute of play instead of ten, and all else shorter"),
        new("write", null, "FILE", "the page whose tables are replaced"),
        new("only", null, "PARTS", "some of the parts, with commas between"),
        new("commit", null, "TEXT", "what is measured, for the header"),
        new("instrument", null, "FILE", "the native binary; by default what eng/publish has made"),
        new("trainer", null, "FILE", "impsy-trainer; by default what dotnet build has made"),
    ];

    private static readonly string s_help =
        $"""
        usage: impsy-benchmarks table [--quick] [--only PARTS] [--write FILE] [--commit TEXT] [--instrument FILE]
               impsy-benchmarks soak MINUTES [--instrument FILE]
               impsy-benchmarks training [--quick] [--write FILE] [--commit TEXT] [--trainer FILE]

        parts: {string.Join(' ', BenchmarkRun.PartNames)}

        """;

    public static int Invoke(string[] arguments)
    {
        if (arguments is [Hogs.Verb])
            return Hogs.Spin();
        if (arguments is ["--help" or "-h", ..])
        {
            Console.Write(s_help);
            return Good;
        }
        string? mistake = null;
        CommandArguments? parsed = null;
        if (arguments is not ["table" or "soak" or "training", ..])
            mistake = "expected table, soak or training";
        else if (CommandArguments.TryParse(arguments.AsSpan(1), s_options, 1, out parsed, out mistake))
            return Measure(arguments[0] switch { "table" => TakeTable, "soak" => Soak, _ => Train }, parsed);
        return Refuse(mistake);
    }

    private static int Measure(Func<CommandArguments, int> verb, CommandArguments arguments)
    {
        try
        {
            return verb(arguments);
        }
        catch (Exception failure) // any at all: unhandled, it would leave instruments behind that nobody ends
        {
            Console.Error.WriteLine(failure);
            return Failed;
        }
    }

    private static int TakeTable(CommandArguments arguments)
    {
        if (!TryFindInstrument(arguments, out string? instrument, out int refusal))
            return refusal;
        bool quick = arguments.Switch("quick") ?? false;
        string[] parts = arguments.Value("only")?.Split(',') ?? [];
        string? page = arguments.Value("write");
        if (Array.Find(parts, part => !BenchmarkRun.PartNames.Contains(part)) is { } unknown)
            return Refuse($"no part '{unknown}'");
        if (page is not null && (quick || parts.Length > 0))
            return Refuse("the page holds whole runs: --write goes with neither --quick nor --only");
        Machine machine = new();
        BenchmarkOptions options =
            quick ? BenchmarkOptions.Quick(instrument, parts) : BenchmarkOptions.Whole(instrument, parts);
        Report report = new BenchmarkRun(options, Console.Error.WriteLine).Run();
        string text = report.ToText(machine.Describe(arguments.Value("commit") ?? "unknown"));
        Console.Write(text);
        if (page is not null)
            PerformancePage.Instrument.Write(page, text);
        return report.IsGood ? Good : Bad;
    }

    private static int Soak(CommandArguments arguments)
    {
        if (!TryFindInstrument(arguments, out string? instrument, out int refusal))
            return refusal;
        if (!double.TryParse(arguments.Positional(0), CultureInfo.InvariantCulture, out double minutes)
            || minutes is not (>= 0.5 and <= 10_000))
        {
            return Refuse("soak: expected 0.5 to 10000 minutes");
        }
        SoakRun run = SoakRun.Play(instrument, 60 * minutes, reading => Console.WriteLine(SoakReport.Line(reading)));
        IReadOnlyList<Bar> bars = SoakJudge.Judge(run);
        Console.Write($"\n{Figures.Short(minutes)} min of {run.Gesture.Source}\n\n{Bar.TableOf(bars)}");
        return bars.All(bar => bar.Passed is not false) ? Good : Bad;
    }

    private static int Train(CommandArguments arguments)
    {
        string trainer = Path.GetFullPath(arguments.Value("trainer") ?? Path.Combine(
            Repository.Root, "artifacts", "bin", "Impsy.TrainerCli", "release", "impsy-trainer"));
        if (!File.Exists(trainer))
            return Refuse($"{trainer} is not there: dotnet build Impsy.TrainerCli -c Release makes it");
        bool quick = arguments.Switch("quick") ?? false;
        string? page = arguments.Value("write");
        if (page is not null && quick)
            return Refuse("the page holds whole runs: --write does not go with --quick");
        Machine machine = new();
        Report report = new TrainingSpeed(trainer, quick ? 0.5 : 3, Console.Error.WriteLine).Run();
        string text = report.ToText(machine.Describe(arguments.Value("commit") ?? "unknown"));
        Console.Write(text);
        if (page is not null)
            PerformancePage.Training.Write(page, text);
        return report.IsGood ? Good : Bad;
    }

    private static bool TryFindInstrument(
        CommandArguments arguments, [NotNullWhen(true)] out string? path, out int refusal)
    {
        string rid = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        path = Path.GetFullPath(
            arguments.Value("instrument") ?? Path.Combine(Repository.Root, "artifacts", "publish", rid, "impsy"));
        refusal = File.Exists(path) ? Good : Refuse($"{path} is not there: eng/publish {rid} makes it");
        return refusal == Good;
    }

    private static int Refuse(string? mistake)
    {
        Console.Error.WriteLine($"impsy-benchmarks: {mistake}; try --help");
        return Misused;
    }
}

using System.CommandLine;
using System.Globalization;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Benchmarks;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// impsy-trainer benchmark: how fast this machine trains, and whether it computes rightly. Not in the help: it is for
/// those who work on the trainer.
/// </summary>
internal sealed class BenchmarkCommand
{
    private const string Columns =
        "size,registers,recipe,mixtures,threads,densities_ms,densities_cpu_ms,bins_ms,bins_cpu_ms,gflops,peak_gflops";

    private const string Titles =
        "size  recipe  mixtures  threads  densities ms (cpu)  bins ms (cpu)  GFLOP/s  of peak";

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Only compares the kernels with the plain ones.",
    };

    private readonly Option<bool> _csv = new("--csv") { Description = "For a program: values with commas between." };
    private readonly Option<string[]> _sizes = new("--modelsize", "-M")
    {
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["s"],
    };

    private readonly Option<int> _dimension = new("--dimension", "-D") { DefaultValueFactory = _ => 9 };
    private readonly Option<int> _mixtures = new("--mixtures") { DefaultValueFactory = _ => 24 };
    private readonly Option<int> _batch = new("--batchsize", "-B") { DefaultValueFactory = _ => 64 };
    private readonly Option<int[]> _threads = new("--threads")
    {
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, Environment.ProcessorCount],
    };

    private readonly Option<double> _seconds = new("--seconds") { DefaultValueFactory = _ => 2 };
    private readonly Option<TrainingRecipe> _recipe = new("--recipe")
    {
        DefaultValueFactory = _ => TrainingRecipe.Edge,
    };

    public static Command Create(TextWriter output)
    {
        BenchmarkCommand benchmark = new();
        benchmark._sizes.AcceptOnlyFromAmong([.. ModelSize.All.Select(size => size.Name)]);
        Command command = new("benchmark", "Measures how fast this machine trains.") { Hidden = true };
        foreach (Option option in new Option[]
        {
            benchmark._check, benchmark._csv, benchmark._sizes, benchmark._dimension, benchmark._mixtures,
            benchmark._batch, benchmark._threads, benchmark._seconds, benchmark._recipe,
        })
        {
            command.Add(option);
        }
        command.SetAction(parsed => parsed.GetValue(benchmark._check)
            ? Check(output)
            : benchmark.MeasureAll(parsed, output));
        return command;
    }

    private int MeasureAll(ParseResult parsed, TextWriter output)
    {
        bool isCsv = parsed.GetValue(_csv);
        int dimension = parsed.GetValue(_dimension);
        TimeSpan duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds));
        output.WriteLine(isCsv ? Columns : Titles);
        foreach (string size in parsed.GetRequiredValue(_sizes))
        {
            foreach (int threads in parsed.GetRequiredValue(_threads).Distinct())
            {
                TrainingOptions options = Options(parsed.GetValue(_recipe), dimension, size) with
                {
                    Mixtures = parsed.GetValue(_mixtures),
                    BatchSize = parsed.GetValue(_batch),
                };
                output.WriteLine(Measure(options, size, dimension, threads, duration, isCsv));
            }
        }
        return TrainerCommand.Done;
    }

    private static TrainingOptions Options(TrainingRecipe recipe, int dimension, string sizeName)
    {
        ModelSize size = ModelSize.Find(sizeName);
        return recipe == TrainingRecipe.Impsy
            ? TrainingOptions.Impsy(size.Units, size.Layers)
            : TrainingOptions.Edge(dimension, size.Units, size.Layers);
    }

    private static string Measure(
        TrainingOptions options, string size, int dimension, int threads, TimeSpan duration, bool isCsv)
    {
        using WorkerTeam team = new(threads);
        double peak = FmaPeak.Measure(team);
        (double densities, double processor) =
            TrainingBenchmark.MillisecondsPerBatch(options, dimension, team, useBins: false, duration);
        (double bins, double binsProcessor) =
            TrainingBenchmark.MillisecondsPerBatch(options, dimension, team, useBins: true, duration);
        double speed = TrainingBenchmark.Operations(options, dimension) / densities / 1e6;
        if (isCsv)
        {
            string recipe = options.Recipe == TrainingRecipe.Impsy ? "impsy" : "edge";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{size},{KernelChoice.Best.Name},{recipe},{options.Mixtures},{threads},{densities:0.0000}," +
                $"{processor:0.0000},{bins:0.0000},{binsProcessor:0.0000},{speed:0.00},{peak:0.00}");
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{size,-4}  {options.Recipe,-6}  {options.Mixtures,8}  {threads,7}  {densities,12:0.00} " +
            $"({processor:0.00})  {bins,7:0.00} ({binsProcessor:0.00})  {speed,7:0}  {100 * speed / peak,5:0} %");
    }

    private static int Check(TextWriter output)
    {
        IReadOnlyList<KernelDifference> differences = new KernelCheck(KernelChoice.Best).Run();
        output.WriteLine($"{KernelChoice.Best.Name} kernels against the plain ones:");
        foreach (KernelDifference difference in differences)
        {
            string verdict = difference.IsFine ? "" : "  TOO MUCH";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {difference.Operation}: {difference.Largest:0.0e+0}{verdict}"));
        }
        return differences.All(difference => difference.IsFine) ? TrainerCommand.Done : TrainerCommand.Failed;
    }
}

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
internal static class BenchmarkCommand
{
    public static Command Create(TextWriter output)
    {
        Option<bool> check = new("--check") { Description = "Only compares the kernels with the plain ones." };
        Option<string[]> sizes = new("--modelsize", "-M") { AllowMultipleArgumentsPerToken = true };
        sizes.AcceptOnlyFromAmong([.. ModelSize.All.Select(size => size.Name)]);
        sizes.DefaultValueFactory = _ => ["s"];
        Option<int> dimension = new("--dimension", "-D") { DefaultValueFactory = _ => 9 };
        Option<int> mixtures = new("--mixtures") { DefaultValueFactory = _ => 24 };
        Option<int> batch = new("--batchsize", "-B") { DefaultValueFactory = _ => 64 };
        Option<int[]> threads = new("--threads")
        {
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, Environment.ProcessorCount],
        };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 2 };
        Option<TrainingRecipe> recipe = new("--recipe") { DefaultValueFactory = _ => TrainingRecipe.Edge };
        Command command = new("benchmark", "Measures how fast this machine trains.") { Hidden = true };
        foreach (Option option in new Option[] { check, sizes, dimension, mixtures, batch, threads, seconds, recipe })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(check))
                return Check(output);
            output.WriteLine("size  recipe  mixtures  threads  densities ms (cpu)  bins ms (cpu)  GFLOP/s  of peak");
            foreach (string size in parsed.GetRequiredValue(sizes))
            {
                foreach (int count in parsed.GetRequiredValue(threads).Distinct())
                {
                    TrainingOptions options = Options(parsed.GetValue(recipe), parsed.GetValue(dimension), size) with
                    {
                        Mixtures = parsed.GetValue(mixtures),
                        BatchSize = parsed.GetValue(batch),
                    };
                    TimeSpan duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
                    Measure(options, size, parsed.GetValue(dimension), count, duration, output);
                }
            }
            return TrainerCommand.Done;
        });
        return command;
    }

    private static TrainingOptions Options(TrainingRecipe recipe, int dimension, string sizeName)
    {
        ModelSize size = ModelSize.Find(sizeName);
        return recipe == TrainingRecipe.Impsy
            ? TrainingOptions.Impsy(size.Units, size.Layers)
            : TrainingOptions.Edge(dimension, size.Units, size.Layers);
    }

    private static void Measure(
        TrainingOptions options, string size, int dimension, int threads, TimeSpan duration, TextWriter output)
    {
        using WorkerTeam team = new(threads);
        double peak = FmaPeak.Measure(team);
        (double densities, double processor) =
            TrainingBenchmark.MillisecondsPerBatch(options, dimension, team, useBins: false, duration);
        (double bins, double binsProcessor) =
            TrainingBenchmark.MillisecondsPerBatch(options, dimension, team, useBins: true, duration);
        double speed = TrainingBenchmark.Operations(options, dimension) / densities / 1e6;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size,-4}  {options.Recipe,-6}  {options.Mixtures,8}  {threads,7}  {densities,12:0.00} ({processor:0.00})  {bins,7:0.00} ({binsProcessor:0.00})  " +
            $"{speed,7:0}  {100 * speed / peak,5:0} %"));
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

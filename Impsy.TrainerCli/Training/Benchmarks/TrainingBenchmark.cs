using System.Diagnostics;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training.Benchmarks;

/// <summary>Measures how long a batch takes, on made-up takes: what they say does not change the time.</summary>
internal static class TrainingBenchmark
{
    private const int WarmUp = 3;

    /// <param name="useBins">The last phase of the recipe, which learns bins, or the first.</param>
    /// <returns>
    /// Milliseconds per batch: the tenth percentile of all that fit into the time, which is what the machine needs
    /// when nobody else wants it; and of processor time, the mean over all threads together, which says the same on a
    /// busy machine.
    /// </returns>
    public static (double Wall, double Processor) MillisecondsPerBatch(
        TrainingOptions options, int dimension, WorkerTeam team, bool useBins, TimeSpan duration)
    {
        Take take = MakeTake(dimension, rows: 5000);
        Network network = new(new NetworkShape(dimension, options.Units, options.Layers, options.Mixtures));
        new WeightInitializer(network.Shape, options.Seed)
            .Create(options.Coding, options.SpreadTime, options.OrthogonalPerGate)
            .CopyTo(network.Parameters.Span);
        Learner learner = new(options, network, 1 / 127f, KernelChoice.Best, team);
        WindowStream windows = new([take], options.WindowLength, options.Stride, options.Seed);
        Window[] batch = new Window[options.BatchSize];
        List<double> times = [];
        Stopwatch all = Stopwatch.StartNew();
        TimeSpan before = default;
        while (times.Count < 10 || all.Elapsed < duration)
        {
            for (int i = 0; i < batch.Length; i++)
                batch[i] = windows.Next();
            if (times.Count == WarmUp)
                before = Environment.CpuUsage.TotalTime;
            Stopwatch watch = Stopwatch.StartNew();
            learner.Learn(batch, learningRate: 1e-4, useBins);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        double processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (times.Count - WarmUp);
        times.Sort();
        return (times[times.Count / 10], processor);
    }

    /// <summary>Multiplications and additions that a batch needs: forward once, back twice but for the input's part.</summary>
    public static double Operations(TrainingOptions options, int dimension)
    {
        long gates = 4L * options.Units;
        long first = gates * dimension;
        long others = gates * options.Units * (2 * options.Layers - 1);
        long head = (long)options.Units * options.Mixtures * (2 * dimension + 1);
        long rows = (long)options.BatchSize * options.WindowLength;
        return 2.0 * rows * (3 * (others + head) + 2 * first);
    }

    private static Take MakeTake(int dimension, int rows)
    {
        TrainingRandom random = new(seed: 1, RandomPurpose.Sequence, 0, 0);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % dimension == 0
                ? 0.05f * random.NextFloat()
                : i < dimension || random.Next(dimension) == 0 ? random.Next(128) / 127f : values[i - dimension];
        }
        return new Take("made up", dimension, values, hasOpening: true);
    }
}

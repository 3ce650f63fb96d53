using System.Diagnostics;
using Impsy.Benchmarks.Reporting;
using Impsy.Daemon.Lifecycle;
using Impsy.Hardware.Linux;
using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.Benchmarks.Predictions;

/// <summary>
/// One prediction of each size, through ONNX Runtime and through plain C#, on one thread with the priority of the
/// performance thread. The ways take turns in short blocks, so that what disturbs one disturbs all.
/// </summary>
internal static class PredictionBenchmark
{
    public const string Step = "ONNX Runtime";
    public const string Predict = "with sampling";
    public const string Simd = "plain C# SIMD";

    private const int Blocks = 20;
    private const int WarmUpCalls = 500;

    // Linux stops a real-time thread that takes more than 95 % of a second for the rest of it: rest for a fifth.
    private const int WorkToRest = 5;

    // Sums of 512 products in another order; what they sum up to is of the size of 1.
    private const float Tolerance = 1e-4f;

    /// <param name="calls">Of each way for each size.</param>
    /// <param name="runtime">Which ONNX Runtime it was.</param>
    /// <param name="priority">With or without real-time priority.</param>
    public static IReadOnlyList<PredictionTiming> Run(int calls, out string runtime, out string priority)
    {
        List<PredictionTiming> timings = [];
        string library = "";
        string? refusal = null;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            refusal = RealTime.TryMakeFifo(PerformanceThread.Priority);
            try
            {
                foreach (NetworkSize size in NetworkSize.All)
                    timings.AddRange(Measure(size, calls, out library));
            }
            catch (Exception unexpected) // of the other thread: told on this one
            {
                failure = unexpected;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("predicting failed", failure);
        runtime = library;
        priority = refusal is null ? "with real-time priority" : $"without real-time priority ({refusal})";
        return timings;
    }

    private static List<PredictionTiming> Measure(NetworkSize size, int calls, out string library)
    {
        MdrnnWeights weights = BenchmarkModels.Random(size);
        using MdrnnModel fp32 = MdrnnModel.Load(BenchmarkModels.Export(weights, Quantization.None), size.Name, seed: 1);
        using MdrnnModel int8 = MdrnnModel.Load(BenchmarkModels.Export(weights, Quantization.Int8), size.Name, seed: 1);
        using SimdNetwork simd = new(weights);
        library = fp32.Runtime[..fp32.Runtime.IndexOf(" (", StringComparison.Ordinal)];
        float[][] gesture = Gesture();
        Compare(fp32, simd, gesture);
        float[] predicted = new float[BenchmarkModels.Dimension];
        Temperatures temperatures = new(1, 1);
        Way[] ways =
        [
            new("fp32", Simd, calls, current => simd.Step(current)),
            new("fp32", Step, calls, current => fp32.Step(current)),
            new("fp32", Predict, calls, current => fp32.Predict(current, temperatures, predicted)),
            new("int8", Step, calls, current => int8.Step(current)),
            new("int8", Predict, calls, current => int8.Predict(current, temperatures, predicted)),
        ];
        foreach (Way way in ways)
            way.Run(gesture, WarmUpCalls, isMeasured: false);
        for (int block = 0; block < Blocks; block++)
        {
            foreach (Way way in ways)
            {
                long start = Stopwatch.GetTimestamp();
                way.Run(gesture, calls / Blocks, isMeasured: true);
                Thread.Sleep(Stopwatch.GetElapsedTime(start) / WorkToRest);
            }
        }
        return [.. ways.Select(way => new PredictionTiming(size, way.Weights, way.Name, way.Samples, way.Bytes))];
    }

    /// <summary>A yardstick that computes something else would measure nothing.</summary>
    internal static void Compare(MdrnnModel model, SimdNetwork simd, float[][] gesture)
    {
        foreach (float[] current in gesture.AsSpan(0, 50))
        {
            model.Step(current);
            simd.Step(current);
            for (int i = 0; i < model.Head.Length; i++)
            {
                if (!(Math.Abs(model.Head[i] - simd.Head[i]) <= Tolerance))
                {
                    throw new InvalidDataException(
                        $"{model.Name}: head[{i}] is {model.Head[i]} by ONNX Runtime and {simd.Head[i]} by SIMD");
                }
            }
        }
        model.Reset();
    }

    /// <summary>(1024, D) events of which each moves one control, as a hand does.</summary>
    internal static float[][] Gesture()
    {
        Random random = new(11);
        float[] controls = new float[BenchmarkModels.Dimension];
        controls.AsSpan().Fill(0.5f);
        float[][] events = new float[1024][];
        for (int t = 0; t < events.Length; t++)
        {
            controls[random.Next(1, controls.Length)] = random.Next(128) / 127f;
            controls[0] = 0.001f + 0.3f * random.NextSingle();
            events[t] = [.. controls];
        }
        return events;
    }

    private sealed class Way(string weights, string name, int calls, Action<float[]> call)
    {
        public string Weights => weights;
        public string Name => name;
        public Samples Samples { get; } = new(calls);
        public long Bytes { get; private set; }

        public void Run(float[][] gesture, int count, bool isMeasured)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                float[] current = gesture[i % gesture.Length];
                long start = Stopwatch.GetTimestamp(); // nanoseconds on Linux
                call(current);
                long end = Stopwatch.GetTimestamp();
                if (isMeasured)
                    Samples.Add(end - start);
            }
            if (isMeasured)
                Bytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
        }
    }
}

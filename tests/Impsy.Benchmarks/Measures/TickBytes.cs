using System.Net;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Logs;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// Managed bytes that the performance thread allocates for one input and its answer, with model, OSC and log: what only
/// the process itself can count. The instrument's own parts, put together as it does it, driven by this thread.
/// </summary>
internal static class TickBytes
{
    private const int WarmUp = 1000;
    private const int Ticks = 20_000;
    private const int TicksInAMillisecond = 10; // less than the log's ring takes, or rows would be dropped

    /// <returns>Bytes a tick.</returns>
    public static double Measure()
    {
        using Stage stage = new() { Executable = "", OutPort = Stage.FreePort(), Mode = "filter" };
        byte[] file = BenchmarkModels.Export(BenchmarkModels.Random(NetworkSize.S), Quantization.Int8);
        using MdrnnModel model = MdrnnModel.Load(file, "size s", seed: 1);
        using EventFd bell = new();
        InputQueue input = new(bell);
        using UdpSender sender = new();
        string loopback = IPAddress.Loopback.ToString();
        OscConfig osc = new(loopback, stage.InPort, loopback, stage.OutPort, "/prediction", []);
        using OscOutput output = new(osc, model.Dimension - 1, sender, NullLogger.Instance);
        using PerformanceLog log = new(stage.Logs, new LogOptions { Predictions = true }, NullLogger.Instance);
        EngineSettings settings = new(InteractionMode.Filter, Threshold: 0, InputThru: true);
        InteractionEngine engine = new(model.Dimension, model, settings, new Performer([output], new ThruRoutes(true), log));
        TimingLoop loop = new(engine, [input], new CommandQueue(bell), bell);
        output.Start();
        log.Start();
        engine.Start(MonotonicClock.Now());
        float[][] gesture = PredictionBenchmark.Gesture();
        Play(WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(Ticks);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (engine.PlayCount != WarmUp + Ticks || log.RowsDropped != 0)
            throw new InvalidOperationException($"{engine.PlayCount} predictions, {log.RowsDropped} rows dropped");
        return bytes / (double)Ticks;

        void Play(int count)
        {
            for (int i = 0; i < count; i++)
            {
                input.Write(PlayerInput.Whole(MonotonicClock.Now(), gesture[i % gesture.Length].AsSpan(1)));
                loop.Turn();
                if (i % TicksInAMillisecond == 0)
                    Thread.Sleep(1);
            }
        }
    }
}

using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Benchmarks.Reporting;
using Impsy.Inference;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// From a controller message handed to the driver of a serial wire to the message that comes back on it: passed thru, or
/// as the prediction of a model that echoes. Each message has another value than the one before.
/// </summary>
internal sealed record MidiLatency(int Sent, int Lost, Samples Samples)
{
    public const string Thru = "thru";
    public const string Polyphony = "polyphony";
    public const int Rate = 200; // half of what the wire's 31250 baud carry both ways
    private const int Values = 128;
    private static readonly long s_patience = Stopwatch.Frequency / 2;

    public static MidiLatency Measure(string executable, string way, int seconds)
    {
        byte[] model = BenchmarkModels.Export(BenchmarkModels.Echo(NetworkSize.S), Quantization.None, residual: true);
        using MidiWire wire = new();
        using Stage stage = new()
        {
            Executable = executable, OutPort = Stage.FreePort(), Mode = way == Thru ? "useronly" : "polyphony",
            InputThru = way == Thru, Timescale = 1e-6, Model = model, More = wire.Config(BenchmarkModels.Dimension - 1),
        };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage);
        Run(wire, Rate, new Samples(Rate));
        int count = Rate * seconds;
        Samples samples = new(count);
        Run(wire, count, samples);
        instrument.End();
        return new MidiLatency(count, count - samples.Count, samples);
    }

    private static void Run(MidiWire wire, int count, Samples samples)
    {
        long period = Stopwatch.Frequency / Rate;
        long[] sentAt = new long[Values];
        long start = Stopwatch.GetTimestamp();
        long last = start;
        for (int sent = 0; samples.Count < count;)
        {
            long now = Stopwatch.GetTimestamp();
            if (sent < count && now - start >= sent * period)
            {
                sentAt[sent % Values] = last = Stopwatch.GetTimestamp();
                wire.Play(sent++ % Values);
            }
            else if (wire.TryHear(out int value))
            {
                samples.Add(Stopwatch.GetTimestamp() - sentAt[value]);
            }
            else if (sent == count && now - last > s_patience)
            {
                return;
            }
        }
    }
}

using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Benchmarks.Reporting;
using Impsy.Inference;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// More events than a wire of 31250 baud can carry, each with another controller value: how much of the wire is used,
/// and how old a value is when it leaves. The terminal itself is faster; the pace is the instrument's.
/// </summary>
/// <param name="Utilisation">Of 3,125 bytes a second.</param>
/// <param name="Ages">From the sending of a value to its coming out.</param>
internal sealed record DinWire(double Utilisation, Samples Ages)
{
    public const int Rate = 2000;
    private const double BytesPerSecond = 3125;
    private const int Values = 128; // at this rate one comes again after 64 ms

    public static DinWire Measure(string executable, int seconds)
    {
        byte[] model = BenchmarkModels.Export(BenchmarkModels.Echo(NetworkSize.S), Quantization.None, residual: true);
        using MidiWire wire = new();
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        using Stage stage = new()
        {
            Executable = executable, OutPort = driver.Port, Mode = "filter", Model = model,
            More = wire.Config(BenchmarkModels.Dimension - 1),
        };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage);
        driver.Connect(stage.InPort);
        int count = Rate * seconds;
        Samples ages = new(count);
        long[] sentAt = new long[Values];
        float[] controls = new float[BenchmarkModels.Dimension - 1];
        long period = Stopwatch.Frequency / Rate;
        long start = Stopwatch.GetTimestamp();
        for (int sent = 0; sent < count;)
        {
            if (Stopwatch.GetTimestamp() - start >= sent * period)
            {
                controls[0] = sent % Values / 127f;
                sentAt[sent++ % Values] = Stopwatch.GetTimestamp();
                driver.Play(controls);
            }
            else if (wire.TryHear(out int value))
            {
                ages.Add(Stopwatch.GetTimestamp() - sentAt[value]);
            }
            driver.TryHearPrediction();
        }
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        DinWire result = new(wire.Received / elapsed / BytesPerSecond, ages);
        instrument.End();
        return result;
    }
}

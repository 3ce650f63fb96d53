using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Benchmarks.Reporting;

namespace Impsy.Benchmarks.Measures;

/// <summary>From before the process is made to its first prediction in our hands; the shipped model.</summary>
internal static class StartUp
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static Samples Measure(string executable, int starts)
    {
        Samples samples = new(starts);
        for (int i = 0; i < starts; i++)
            samples.Add(Once(executable));
        return samples;
    }

    private static long Once(string executable)
    {
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        using Stage stage = new()
        {
            Executable = executable, OutPort = driver.Port, Mode = "battle", Autostart = true, Timescale = 0,
        };
        string config = stage.WriteConfig();
        long start = Stopwatch.GetTimestamp();
        using InstrumentProcess instrument = InstrumentProcess.Launch(stage, config);
        while (!driver.TryHearPrediction())
        {
            if (!instrument.IsAlive || Stopwatch.GetElapsedTime(start) > s_patience)
                throw new TimeoutException($"no prediction came; the instrument said:\n{instrument.Output}");
            Thread.Sleep(0);
        }
        long elapsed = Stopwatch.GetTimestamp() - start;
        instrument.End();
        return elapsed;
    }
}

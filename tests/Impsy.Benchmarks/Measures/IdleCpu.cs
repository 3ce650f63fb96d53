using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;

namespace Impsy.Benchmarks.Measures;

/// <summary>How much of a core the instrument takes while nobody plays.</summary>
internal static class IdleCpu
{
    private const int SettlingMilliseconds = 2000;

    /// <returns>The share of one core, 0..1, to a hundredth of a second.</returns>
    public static double Measure(string executable, string mode, int seconds)
    {
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        using Stage stage = new() { Executable = executable, OutPort = driver.Port, Mode = mode, Autostart = true };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage);
        Thread.Sleep(SettlingMilliseconds);
        double before = ProcessReading.Of(instrument.Id).CpuSeconds;
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        double share = (ProcessReading.Of(instrument.Id).CpuSeconds - before) / seconds;
        instrument.End();
        return share;
    }
}

using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Reporting;
using Impsy.TestSupport;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// From the moment a serial device is there again, under the name that it had, to its first byte: lines of numbers, in
/// battle, whose model plays every 10 ms.
/// </summary>
internal static class Reconnect
{
    private const int Times = 11;

    public static Samples Measure(string executable)
    {
        Samples samples = new(Times);
        string link = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        PseudoTerminal terminal = new();
        try
        {
            terminal.LinkAs(link);
            using Stage stage = new()
            {
                Executable = executable, OutPort = Stage.FreePort(), Mode = "battle", Autostart = true,
                Model = Predictions.BenchmarkModels.ExportMetronome(0.01f), More = $"[serial]\nport = \"{link}\"",
            };
            using InstrumentProcess instrument = InstrumentProcess.Play(stage);
            for (int i = 0; i < Times; i++)
            {
                terminal.Read(1);
                terminal.HangUp();
                File.Delete(link);
                Thread.Sleep(300);
                terminal = new PseudoTerminal();
                long start = Stopwatch.GetTimestamp();
                terminal.LinkAs(link);
                while (terminal.ReadAvailable().Length == 0)
                    Thread.Sleep(0);
                samples.Add(Stopwatch.GetTimestamp() - start);
            }
            instrument.End();
        }
        finally
        {
            terminal.Dispose();
            File.Delete(link);
        }
        return samples;
    }
}

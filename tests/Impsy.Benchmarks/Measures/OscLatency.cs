using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Benchmarks.Reporting;
using Impsy.Inference;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// From the moment an input is handed to the kernel to the moment its prediction is in our hands: polyphony, size s,
/// each prediction due at once. The model echoes what it heard, so each output tells which input it answers; one that
/// is never answered is lost. One thread of ordinary priority sends and listens without a pause.
/// </summary>
/// <param name="Rate">Inputs a second.</param>
/// <param name="Lost">Inputs without an answer.</param>
/// <param name="Unheard">Of these, how many never reached the instrument's engine.</param>
/// <param name="Unplayed">Of these, how many the engine heard and never answered.</param>
/// <param name="Status">What the instrument says of itself, of the whole run with its warm-up.</param>
internal sealed record OscLatency(
    int Rate, int Sent, int Lost, int Unheard, int Unplayed, Samples Samples, StatusReply Status)
{
    private const int WarmUp = 200;
    private const int WarmUpRate = 200;
    private const int Steps = 4096; // values of a control that a float of ours keeps apart easily
    private const double Timescale = 1e-6;
    private static readonly long s_patience = Stopwatch.Frequency / 2;

    /// <param name="seconds">Of sending, after the warm-up.</param>
    public static OscLatency Measure(string executable, int rate, int seconds)
    {
        byte[] model = BenchmarkModels.Export(BenchmarkModels.Echo(NetworkSize.S), Quantization.None, residual: true);
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        using Stage stage = new()
        {
            Executable = executable, OutPort = driver.Port, Mode = "polyphony", Timescale = Timescale, Model = model,
        };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage);
        driver.Connect(stage.InPort);
        Run(driver, WarmUpRate, WarmUp, new Samples(WarmUp));
        int count = rate * seconds;
        Samples samples = new(count);
        int lost = Run(driver, rate, count, samples);
        StatusReply status = driver.AskStatus();
        (int unheard, int unplayed) = (WarmUp + count - status.Inputs, status.Inputs - status.Predictions);
        OscLatency result = new(rate, count, lost, unheard, unplayed, samples, status);
        instrument.End();
        return result;
    }

    /// <returns>How many were not answered.</returns>
    private static int Run(OscDriver driver, int rate, int count, Samples samples)
    {
        long period = Stopwatch.Frequency / rate;
        long[] sentAt = new long[count];
        float[] controls = new float[BenchmarkModels.Dimension - 1];
        controls.AsSpan().Fill(0.5f);
        long start = Stopwatch.GetTimestamp();
        int sent = 0;
        while (samples.Count < count)
        {
            long now = Stopwatch.GetTimestamp();
            if (sent < count && now - start >= sent * period)
            {
                controls[0] = sent % Steps / (float)Steps;
                controls[1] = sent / Steps / (float)Steps;
                sentAt[sent++] = Stopwatch.GetTimestamp();
                driver.Play(controls);
            }
            else if (driver.TryHearPrediction())
            {
                long heardAt = Stopwatch.GetTimestamp();
                samples.Add(heardAt - sentAt[Number(driver.Heard)]);
            }
            else if (sent == count && now - sentAt[^1] > s_patience)
            {
                break;
            }
        }
        return count - samples.Count;
    }

    /// <summary>Which input this output answers.</summary>
    private static int Number(ReadOnlySpan<float> heard) =>
        (int)MathF.Round(heard[1] * Steps) * Steps + (int)MathF.Round(heard[0] * Steps);
}

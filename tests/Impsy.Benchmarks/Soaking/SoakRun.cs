using System.Diagnostics;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;

namespace Impsy.Benchmarks.Soaking;

/// <summary>
/// Plays a gesture over and over at its own pace, and meanwhile changes mode, temperatures, timescale and threshold and
/// resets the model, as a fidgety player would. The same commands in every run. One thread.
/// </summary>
/// <param name="Readings">The first is from the end of the warm-up, the last from after the last input.</param>
/// <param name="ExitCode">Of the instrument, told to end.</param>
internal sealed record SoakRun(Gesture Gesture, IReadOnlyList<SoakReading> Readings, bool IsRealTime, int ExitCode)
{
    private const int Seed = 5;
    private const double SettingSeconds = 1; // from one change of a setting to the next
    private const double ModeSeconds = 3;
    // The log has a ring of 4096 rows: once it has been around, no page of it is new to the process any more.
    private const int FillingInputs = 5000;
    private static readonly string[] s_modes = ["callresponse", "polyphony", "filter", "battle", "useronly"];
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_obeying = TimeSpan.FromMilliseconds(20);

    /// <param name="seconds">In all; of these the warm-up, a quarter and at most a minute, is not looked at.</param>
    /// <param name="progress">Is told each reading.</param>
    public static SoakRun Play(string executable, double seconds, Action<SoakReading> progress)
    {
        Gesture gesture = Gesture.Load();
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        using Stage stage = new()
        {
            Executable = executable, OutPort = driver.Port, Mode = s_modes[0], Autostart = true,
        };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage);
        driver.Connect(stage.InPort);
        Fill(driver, gesture);
        double warmUp = Math.Min(60, seconds / 4);
        double interval = Math.Clamp(seconds / 60, 2, 30);
        List<SoakReading> readings = [];
        Random random = new(Seed);
        Stopwatch watch = Stopwatch.StartNew();
        double nextInput = 0, nextSetting = SettingSeconds, nextMode = ModeSeconds, nextReading = warmUp;
        long played = 0;
        string mode = s_modes[0];
        for (double now = 0; now < seconds; now = watch.Elapsed.TotalSeconds)
        {
            if (now >= nextInput)
            {
                driver.Play(gesture.At(played++).Controls);
                nextInput = gesture.At(played).Time;
            }
            else if (now >= nextSetting)
            {
                ChangeSetting(driver, random);
                nextSetting += SettingSeconds;
            }
            else if (now >= nextMode)
            {
                mode = s_modes[random.Next(s_modes.Length)];
                driver.Command("/impsy/mode", mode);
                nextMode += ModeSeconds;
            }
            else if (now >= nextReading)
            {
                Read();
                nextReading += interval;
            }
            driver.HearFor(TimeSpan.FromMilliseconds(1));
        }
        mode = "useronly"; // the model falls silent, and all that was sent can arrive
        driver.Command("/impsy/mode", mode);
        driver.HearFor(s_settling);
        Read();
        return new SoakRun(gesture, readings, instrument.IsRealTime, instrument.End());

        void Read()
        {
            driver.HearFor(s_obeying);
            StatusReply status = driver.AskStatus();
            SoakReading reading = new(
                watch.Elapsed.TotalSeconds, ProcessReading.Of(instrument.Id), status, FillingInputs + played,
                driver.Predictions, status.Mode == mode);
            readings.Add(reading);
            progress(reading);
        }
    }

    /// <summary>Plays fast and unanswered for a moment.</summary>
    private static void Fill(OscDriver driver, Gesture gesture)
    {
        driver.Command("/impsy/mode", "useronly");
        for (int i = 0; i < FillingInputs; i++)
        {
            driver.Play(gesture.At(i).Controls);
            if (i % 4 == 0)
                driver.HearFor(TimeSpan.FromMilliseconds(1));
        }
        driver.Command("/impsy/mode", s_modes[0]);
    }

    private static void ChangeSetting(OscDriver driver, Random random)
    {
        switch (random.Next(5))
        {
            case 0: driver.Command("/impsy/sigmatemp", 2 * random.NextSingle()); break;
            case 1: driver.Command("/impsy/pitemp", 0.1f + 2 * random.NextSingle()); break;
            case 2: driver.Command("/impsy/timescale", 0.1f + 2 * random.NextSingle()); break;
            case 3: driver.Command("/impsy/threshold", 0.05f + random.NextSingle()); break;
            case 4: driver.Command("/impsy/reset"); break;
        }
    }
}

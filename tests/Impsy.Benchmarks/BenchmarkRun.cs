using System.Globalization;
using Impsy.Benchmarks.Measures;
using Impsy.Benchmarks.Predictions;
using Impsy.Benchmarks.Reporting;
using Impsy.Benchmarks.Soaking;

namespace Impsy.Benchmarks;

/// <summary>
/// Takes all figures, one part after the other, and holds them against the bars of the design. docs/performance.md says
/// how each is taken.
/// </summary>
/// <param name="progress">Is told what is being measured.</param>
internal sealed class BenchmarkRun(BenchmarkOptions options, Action<string> progress)
{
    private static readonly int[] s_rates = [10, 100, 1000, 5000];

    private readonly Report _report = new();

    /// <summary>The parts, in the order in which they run.</summary>
    public static IReadOnlyList<string> PartNames { get; } =
        ["predictions", "osc", "midi", "pulse", "start", "idle", "tick", "play"];

    public Report Run()
    {
        Action[] parts = [Predictions, Osc, Midi, Pulses, Starts, Idle, Tick, Play];
        for (int i = 0; i < parts.Length; i++)
        {
            if (options.Parts.Count == 0 || options.Parts.Contains(PartNames[i]))
                parts[i]();
        }
        return _report;
    }

    private void Predictions()
    {
        progress("predictions of each size");
        IReadOnlyList<PredictionTiming> timings =
            PredictionBenchmark.Run(options.PredictionCalls, out string runtime, out string priority);
        foreach (PredictionTiming timing in timings)
        {
            if (timing.Size != NetworkSize.S || timing.Way != PredictionBenchmark.Predict)
                continue;
            (long p50, long p99) = (timing.Samples.Percentile(0.5), timing.Samples.Percentile(0.99));
            _report.Judge(
                $"one prediction, size s, {timing.Weights}, with sampling",
                $"p50 {Figures.Microseconds(p50)}, p99 {Figures.Microseconds(p99)} µs, {timing.Bytes} B managed",
                "p50 ≤ 12, p99 ≤ 40 µs, 0 B",
                p50 <= 12_000 && p99 <= 40_000 && timing.Bytes == 0);
        }
        Table table = new("size", "weights", "way", "p50 µs", "p99", "p99.9", "max", "× SIMD", "managed B");
        foreach (PredictionTiming timing in timings)
        {
            Samples samples = timing.Samples;
            PredictionTiming yardstick = timings.First(t => t.Size == timing.Size && t.Way == PredictionBenchmark.Simd);
            double ratio = samples.Percentile(0.5) / (double)yardstick.Samples.Percentile(0.5);
            table.Add(
                $"{timing.Size.Name} {timing.Size.Layers} × {timing.Size.Units}", timing.Weights, timing.Way,
                Figures.Microseconds(samples.Percentile(0.5)), Figures.Microseconds(samples.Percentile(0.99)),
                Figures.Microseconds(samples.Percentile(0.999)), Figures.Microseconds(samples.Max),
                Figures.Short(ratio), timing.Bytes.ToString(CultureInfo.InvariantCulture));
        }
        _report.Detail("One prediction", $"{runtime}, {options.PredictionCalls} calls of each way, {priority}.", table);
    }

    private void Osc()
    {
        Table table = new(
            "inputs a second", "sent", "lost", "unheard", "unplayed", "p50 ms", "p99", "p99.9", "max",
            "own lateness p99 ms");
        foreach (int rate in s_rates)
        {
            progress($"OSC at {rate} a second");
            OscLatency latency = OscLatency.Measure(options.Executable, rate, options.OscSeconds);
            Samples samples = latency.Samples;
            table.Add(
                Text(rate), Text(latency.Sent), Text(latency.Lost), Text(latency.Unheard), Text(latency.Unplayed),
                Figures.Milliseconds(samples.Percentile(0.5)), Figures.Milliseconds(samples.Percentile(0.99)),
                Figures.Milliseconds(samples.Percentile(0.999)), Figures.Milliseconds(samples.Max),
                Figures.Short(latency.Status.LateP99));
            if (rate != 1000)
                continue;
            _report.Judge(
                "OSC in → prediction out, 1000 a second",
                $"{Figures.MillisecondSummary(samples)}, {latency.Lost} of {latency.Sent} lost",
                "p50 ≤ 0.2, p99 ≤ 1 ms, 0 lost",
                samples.Percentile(0.5) <= 200_000 && samples.Percentile(0.99) <= 1_000_000 && latency.Lost == 0);
        }
        _report.Detail("OSC in → prediction out", "Polyphony, size s fp32, each prediction due at once.", table);
    }

    private void Midi()
    {
        Table table = new("MIDI in → MIDI out", "messages a second", "sent", "lost", "p50 ms", "p99", "max");
        foreach (string way in (string[])[MidiLatency.Thru, MidiLatency.Polyphony])
        {
            progress($"MIDI, {way}");
            MidiLatency latency = MidiLatency.Measure(options.Executable, way, options.OscSeconds);
            Samples samples = latency.Samples;
            table.Add(
                way, Text(MidiLatency.Rate), Text(latency.Sent), Text(latency.Lost),
                Figures.Milliseconds(samples.Percentile(0.5)), Figures.Milliseconds(samples.Percentile(0.99)),
                Figures.Milliseconds(samples.Max));
        }
        _report.Detail("MIDI in → MIDI out", "Serial MIDI over a pseudo-terminal; polyphony as with OSC.", table);
        progress("a DIN wire that is too slow");
        DinWire wire = DinWire.Measure(options.Executable, options.OscSeconds);
        _report.Judge(
            $"{DinWire.Rate} events a second into 31250 baud",
            $"{Figures.Short(100 * wire.Utilisation)} % of the wire used, "
            + $"values {Figures.MillisecondSummary(wire.Ages)} old",
            "reported", null);
        progress("plugging a wire in again");
        Samples reconnects = Reconnect.Measure(options.Executable);
        _report.Judge(
            "a serial device is back → it is played again",
            Figures.MillisecondSummary(reconnects), "≤ 200 ms", reconnects.Max <= 200_000_000);
    }

    private void Pulses()
    {
        Table table = new("50 ms pulse", "real-time", "pulses", "drift ms", "error p50 ms", "p99", "max", "stalls");
        AddPulse(table, "idle", hogged: false, refuseRealTime: false);
        AddPulse(table, "cores hogged", hogged: true, refuseRealTime: false);
        AddPulse(table, "cores hogged", hogged: true, refuseRealTime: true);
        _report.Detail("The pulse", $"{options.PulseSeconds} s of a model that says 50 ms, always.", table);
    }

    private void AddPulse(Table table, string name, bool hogged, bool refuseRealTime)
    {
        progress($"pulse, {name}{(refuseRealTime ? ", without real-time priority" : "")}");
        Pulse pulse = Pulse.Measure(options.Executable, options.PulseSeconds, hogged, refuseRealTime);
        Samples errors = pulse.Train.Errors;
        string drift = Figures.Short(pulse.Train.Drift / 1e6);
        table.Add(
            name, pulse.IsRealTime ? "yes" : "no", Text(pulse.Count), drift,
            Figures.Milliseconds(errors.Percentile(0.5)), Figures.Milliseconds(errors.Percentile(0.99)),
            Figures.Milliseconds(errors.Max), Text(pulse.Stalls));
        if (!hogged)
            return;
        bool steady = Math.Abs(pulse.Train.Drift) <= PulseTrain.NoDrift;
        _report.Judge(
            $"50 ms pulse, both cores hogged, {(pulse.IsRealTime ? "with" : "without")} real-time priority",
            $"drift {drift} ms, error {Figures.MillisecondSummary(errors)}",
            pulse.IsRealTime ? "drift 0 (below 0.1 ms), p99 ≤ 1 ms" : "reported",
            pulse.IsRealTime ? steady && errors.Percentile(0.99) <= 1_000_000 : null);
    }

    private void Starts()
    {
        progress("starts");
        Samples samples = StartUp.Measure(options.Executable, BenchmarkOptions.Starts);
        _report.Judge(
            $"process start → first prediction out, median of {BenchmarkOptions.Starts}",
            $"{Figures.Milliseconds(samples.Percentile(0.5))} ms (slowest {Figures.Milliseconds(samples.Max)})",
            "≤ 150 ms", samples.Percentile(0.5) <= 150_000_000);
    }

    private void Idle()
    {
        foreach (string mode in (string[])["useronly", "battle"])
        {
            progress($"idle CPU, {mode}");
            double share = IdleCpu.Measure(options.Executable, mode, BenchmarkOptions.IdleSeconds);
            _report.Judge(
                $"CPU with nobody playing, {mode}, over {BenchmarkOptions.IdleSeconds} s",
                $"{Figures.Short(100 * share)} % of a core", "≤ 1 %", share <= 0.01);
        }
    }

    private void Tick()
    {
        progress("bytes per tick");
        double bytes = TickBytes.Measure();
        _report.Judge("managed bytes per tick, performance thread", $"{Figures.Short(bytes)} B", "0 B", bytes == 0);
    }

    private void Play()
    {
        string minutes = Figures.Short(options.PlaySeconds / 60.0);
        progress($"{minutes} min of play");
        SoakRun run = SoakRun.Play(options.Executable, options.PlaySeconds, r => progress(SoakReport.Line(r)));
        SoakReading last = run.Readings[^1];
        int collections = last.Status.Collections - run.Readings[0].Status.Collections;
        _report.Judge(
            $"garbage collections in {minutes} min of play",
            collections == 0 ? "0, and so 0 ms of pause" : $"{collections}", "0", collections == 0);
        _report.Judge(
            "resident memory after it, size s",
            $"{Figures.Megabytes(last.Process.ResidentBytes)} MB", "≤ 50 MB", last.Process.ResidentBytes <= 50e6);
        IReadOnlyList<Bar> bars = SoakJudge.Judge(run);
        _report.Judge(bars.Where(bar => bar.Passed is false));
        _report.Detail(
            "The play", $"{minutes} min of {run.Gesture.Source}, {last.Sent} inputs, all modes.", Bar.TableOf(bars));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

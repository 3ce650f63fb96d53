using System.Net;
using Impsy.Benchmarks.Driving;
using Impsy.Benchmarks.Predictions;
using Impsy.Hardware.Net;

namespace Impsy.Benchmarks.Measures;

/// <summary>
/// A metronome of 50 ms played by the instrument in battle mode. The kernel stamps each message as the instrument
/// hands it over, so that it does not matter when this process, which may have to wait for a core, reads it.
/// </summary>
/// <param name="Count">Pulses looked at.</param>
/// <param name="IsRealTime">Whether the instrument had real-time priority.</param>
/// <param name="Stalls">As counted by the instrument.</param>
internal sealed record Pulse(PulseTrain Train, int Count, bool IsRealTime, int Stalls)
{
    private const int PeriodMilliseconds = 50;
    private const int SettlingMilliseconds = 1500;

    /// <param name="hogged">With a spinning process for each core beside it.</param>
    /// <param name="refuseRealTime">Without the permission for real-time priority.</param>
    public static Pulse Measure(string executable, int seconds, bool hogged, bool refuseRealTime)
    {
        using UdpReceiver receiver = new(IPAddress.Loopback, 0);
        using Stage stage = new()
        {
            Executable = executable, OutPort = receiver.BoundPort, Mode = "battle", Autostart = true,
            Model = BenchmarkModels.ExportMetronome(PeriodMilliseconds / 1000f),
        };
        using InstrumentProcess instrument = InstrumentProcess.Play(stage, refuseRealTime);
        using Hogs? hogs = hogged ? new Hogs() : null;
        List<long> stamps = [];
        bool isMeasured = false;
        Thread listener = new(() =>
        {
            byte[] buffer = new byte[1024];
            while (receiver.Receive(buffer, out UdpPacket packet))
            {
                if (Volatile.Read(ref isMeasured))
                    stamps.Add(packet.MonotonicStamp);
            }
        });
        listener.Start();
        Thread.Sleep(SettlingMilliseconds);
        Volatile.Write(ref isMeasured, true);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        receiver.Stop();
        listener.Join();
        using OscDriver driver = new(BenchmarkModels.Dimension - 1);
        driver.Connect(stage.InPort);
        int stalls = driver.AskStatus().Stalls;
        instrument.End();
        return new Pulse(
            PulseTrain.Of(stamps, PeriodMilliseconds * 1_000_000L), stamps.Count, instrument.IsRealTime, stalls);
    }
}

using System.Net.Sockets;
using System.Text;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Service;
using Impsy.Daemon.Tests.Timing;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Service;

public sealed class WatchdogTests : IDisposable
{
    private const long Millisecond = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-watchdog-").FullName;
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDatagramSender _sender;

    public WatchdogTests()
    {
        string path = Path.Combine(_folder, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        _systemd.Blocking = false;
        _sender = new UnixDatagramSender(path);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _systemd.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_sign_of_life_is_sent_at_half_of_what_systemd_waits_and_no_oftener()
    {
        Watchdog watchdog = new(_sender, 2000 * Millisecond);
        List<long> sent = [];
        for (long now = 0; now <= 5000 * Millisecond; now += 250 * Millisecond)
        {
            watchdog.Look(now);
            if (Take() > 0)
                sent.Add(now / Millisecond);
        }
        Assert.Equal([0, 1000, 2000, 3000, 4000, 5000], sent);
    }

    [Fact]
    public void When_systemd_has_no_room_it_is_tried_again_soon()
    {
        while (_sender.TrySend("x"u8))
        {
        }
        Watchdog watchdog = new(_sender, 1600 * Millisecond);
        watchdog.Look(0);
        Assert.Equal(50 * Millisecond, watchdog.NextDue);
        while (Take() > 0)
        {
        }
        watchdog.Look(50 * Millisecond);
        Assert.Equal(1, Take());
        Assert.Equal(850 * Millisecond, watchdog.NextDue);
    }

    /// <summary>Nobody else has it, so a loop that does not come round starves systemd's watchdog.</summary>
    [Fact]
    public void Only_the_turning_loop_feeds_it_and_a_long_turn_does_too()
    {
        using EventFd bell = new();
        InputQueue input = new(bell);
        EngineSettings settings = new(InteractionMode.UserOnly, Threshold: 0.1f);
        BusyPerformer performer = new(input);
        InteractionEngine engine = new(3, null, settings, performer);
        TimingLoop loop = new(engine, [input], new CommandQueue(bell), bell, new Watchdog(_sender, Millisecond));
        Assert.Equal(0, Take());
        input.Write(PlayerInput.Whole(MonotonicClock.Now(), [0, 0]));
        loop.Turn(); // each input brings the next, for 20 ms
        Assert.InRange(Take(), 2, 1000);
        Thread.Sleep(20);
        Assert.Equal(0, Take());
    }

    [Fact]
    public void A_turn_with_it_allocates_nothing()
    {
        using EventFd bell = new();
        InteractionEngine engine =
            new(3, null, new EngineSettings(InteractionMode.UserOnly, Threshold: 0.1f), new RecordingPerformer());
        TimingLoop loop = new(engine, [], new CommandQueue(bell), bell, new Watchdog(_sender, 2));
        for (int i = 0; i < 100; i++)
            loop.Turn();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                loop.Turn();
        }));
    }

    private int Take()
    {
        byte[] buffer = new byte[64];
        int count = 0;
        while (_systemd.Poll(0, SelectMode.SelectRead))
        {
            string told = Encoding.ASCII.GetString(buffer, 0, _systemd.Receive(buffer));
            count += told == "WATCHDOG=1" ? 1 : 0;
        }
        return count;
    }

    /// <summary>A player who never stops, for 20 ms.</summary>
    private sealed class BusyPerformer(InputQueue input) : IPerformer
    {
        private readonly long _end = MonotonicClock.Now() + 20 * Millisecond;

        public void Heard(
            int channel, long time, in PlayerInput heard, ReadOnlySpan<float> controls, ulong moved, bool thru)
        {
            if (MonotonicClock.Now() < _end)
                input.Write(PlayerInput.Whole(MonotonicClock.Now(), [0, 0]));
        }

        public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved)
        {
        }

        public void ReleaseNotes(long now)
        {
        }
    }
}

using System.Text;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Timing;
using Impsy.TestSupport;

namespace Impsy.Daemon.Tests.Lifecycle;

public class EventPrinterTests
{
    [Fact]
    public void A_line_shows_each_control_as_a_bar_and_two_digits()
    {
        Sounded sounded = new() { Count = 4, Number = 42 };
        float[] values = [0, 0.5f, 0.996f, 1];
        values.CopyTo(sounded.Values);
        byte[] line = new byte[1024];
        int length = EventPrinter.Format("prediction"u8, sounded, line);
        Assert.Equal("prediction 000042 ▁0.00 ▄0.50 █1.00 █1.00\n", Encoding.UTF8.GetString(line, 0, length));
    }

    [Fact]
    public void The_widest_event_fits_and_formatting_allocates_nothing()
    {
        Sounded sounded = new() { Count = 64, Number = long.MaxValue };
        ((Span<float>)sounded.Values).Fill(1);
        byte[] line = new byte[1024];
        EventPrinter.Format("prediction"u8, sounded, line);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                EventPrinter.Format("prediction"u8, sounded, line);
        }));
    }

    [Fact]
    public void A_reader_that_went_away_ends_the_printing_and_nothing_else()
    {
        LatestSlot<Sounded> latest = new();
        using BrokenPipe pipe = new();
        using EventPrinter printer = new(new LatestSlot<Sounded>(), latest, pipe);
        printer.Start();
        latest.Write(new Sounded { Count = 1 });
        Assert.True(pipe.Written.Wait(TimeSpan.FromSeconds(20)));
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public ManualResetEventSlim Written { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Written.Set();
            throw new IOException("Broken pipe");
        }
    }
}

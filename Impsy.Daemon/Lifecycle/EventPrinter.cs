using System.Globalization;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Lifecycle;

/// <summary>
/// Prints what is heard and played, at most ten lines a second of each: rows of bars that move like the controls do. A thread
/// of its own that formats into one buffer, because whatever is allocated ten times a second ends in a collection, and
/// a collection stops the performance thread too.
/// </summary>
/// <param name="heard">This thread is its reader.</param>
/// <param name="played">Likewise.</param>
/// <param name="output">Standard output. Not owned.</param>
internal sealed class EventPrinter(LatestSlot<Sounded> heard, LatestSlot<Sounded> played, Stream output) : IDisposable
{
    /// <summary>Ten lines a second are as many as a person can follow.</summary>
    public const int IntervalMilliseconds = 100;

    private const int CloseMilliseconds = 100;

    private readonly byte[] _line = new byte[1024];
    private readonly EventFd _stop = new();
    private Thread? _thread;

    public void Start()
    {
        _thread = new Thread(Run) { Name = "printer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Leaves a thread behind that is held up by its reader: a terminal stopped with Ctrl-S, a full pipe.</summary>
    public void Dispose()
    {
        _stop.Ring();
        if (_thread?.Join(CloseMilliseconds) ?? true)
            _stop.Dispose();
    }

    /// <summary>One line: what it is, the number of the event, then each control as a bar and two digits.</summary>
    /// <returns>How many bytes of <paramref name="line"/> are the line, its end included.</returns>
    internal static int Format(ReadOnlySpan<byte> label, in Sounded sounded, Span<byte> line)
    {
        Span<byte> rest = line;
        Append(ref rest, label);
        Append(ref rest, " "u8);
        sounded.Number.TryFormat(rest, out int written, "D6", CultureInfo.InvariantCulture);
        rest = rest[written..];
        for (int i = 0; i < sounded.Count; i++)
        {
            float value = sounded.Values[i];
            Append(ref rest, " "u8);
            Append(ref rest, Bar(value));
            value.TryFormat(rest, out written, "0.00", CultureInfo.InvariantCulture);
            rest = rest[written..];
        }
        Append(ref rest, "\n"u8);
        return line.Length - rest.Length;
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> text)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }

    private static ReadOnlySpan<byte> Bar(float value) => (int)(value * 7.999f) switch
    {
        0 => "▁"u8,
        1 => "▂"u8,
        2 => "▃"u8,
        3 => "▄"u8,
        4 => "▅"u8,
        5 => "▆"u8,
        6 => "▇"u8,
        _ => "█"u8,
    };

    private void Run()
    {
        try
        {
            while (!_stop.Wait(IntervalMilliseconds))
            {
                Print("heard     "u8, heard);
                Print("prediction"u8, played);
            }
        }
        catch (IOException)
        {
            // Nobody reads us any more (a closed pipe): the playing goes on.
        }
    }

    private void Print(ReadOnlySpan<byte> label, LatestSlot<Sounded> latest)
    {
        if (latest.TryTake())
            output.Write(_line.AsSpan(0, Format(label, latest.Front, _line)));
    }
}

using Impsy.Inference.Performances;

namespace Impsy.Daemon.Replay;

/// <summary>Writes the rows of a log to a file or to standard output. One thread.</summary>
/// <param name="stream">Owned.</param>
/// <param name="startMicroseconds">The civil time of 0 ns, as <see cref="CivilTime"/> counts.</param>
/// <param name="atOnce">Each row as it comes, for someone who watches; otherwise many at a time.</param>
internal sealed class RowWriter(Stream stream, long startMicroseconds, bool atOnce) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _used;

    /// <param name="time">Nanoseconds since the replay began.</param>
    /// <param name="controls">(D-1)</param>
    public void Write(long time, LogSource source, ReadOnlySpan<float> controls)
    {
        if (_buffer.Length - _used < LogLine.MaxLength)
            Flush();
        _ = LogLine.TryFormat(_buffer.AsSpan(_used), startMicroseconds + time / 1000, source, controls, out int length);
        _used += length;
        if (atOnce)
            Flush();
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private void Flush()
    {
        stream.Write(_buffer.AsSpan(0, _used));
        stream.Flush();
        _used = 0;
    }
}

namespace Impsy.Inference.Performances;

/// <summary>
/// The lines of a log in one buffer of fixed size, so that a file of any length, or one line that never ends, costs no
/// more memory. One thread.
/// </summary>
/// <param name="stream">Not owned.</param>
internal sealed class LogStream(Stream stream)
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start; // of what has not been handed out
    private int _end;
    private long _read; // bytes of the stream

    /// <summary>Of the line last read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes of all lines that were handed out, with their newlines.</summary>
    public long Position => _read - (_end - _start);

    /// <param name="line">Without its newline; valid until the next call; empty when it is at fault.</param>
    /// <param name="fault">None, Unfinished or TooLong.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line, out LogFault fault)
    {
        line = default;
        fault = LogFault.None;
        int searched = 0;
        while (true)
        {
            int newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                if (fault == LogFault.None)
                    line = _buffer.AsSpan(_start, searched + newline);
                _start += searched + newline + 1;
                Number++;
                return true;
            }
            searched = _end - _start;
            if (searched == _buffer.Length)
            {
                fault = LogFault.TooLong;
                _start = _end;
                searched = 0;
            }
            if (!Fill())
                return EndOfFile(searched, ref fault);
        }
    }

    private bool EndOfFile(int left, ref LogFault fault)
    {
        _start = _end;
        if (left == 0 && fault == LogFault.None)
            return false;
        if (fault == LogFault.None)
            fault = LogFault.Unfinished;
        Number++;
        return true;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _read += count;
        return count > 0;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>One client of a <see cref="UnixLineServer"/>, and what of its next line has come. The server's thread.</summary>
/// <param name="longest">Bytes of a line.</param>
internal sealed unsafe class UnixClient(SafeFileHandle socket, int longest)
{
    private readonly byte[] _buffer = new byte[longest];
    private int _start; // of the line that comes next
    private int _end;

    public SafeFileHandle Socket => socket;

    /// <summary>The server's count when it had to do with this client.</summary>
    public long LastServed { get; set; }

    /// <summary>There is no room, and no end of a line in what has come.</summary>
    public bool IsFull => _start == 0 && _end == _buffer.Length;

    /// <summary>Takes what has come. After it, all lines are to be taken.</summary>
    /// <returns>False when nothing comes any more.</returns>
    public bool TryReceive()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        fixed (byte* buffer = _buffer)
        {
            nint count = Libc.Read(socket, buffer + _end, (nuint)(_buffer.Length - _end));
            if (count < 0)
                return Marshal.GetLastPInvokeError() is Libc.Eagain or Libc.Eintr;
            _end += (int)count;
            return count > 0;
        }
    }

    /// <param name="isLast">What is there without an end is a line, too.</param>
    /// <param name="line">Valid until the next call.</param>
    public bool TryTakeLine(bool isLast, out ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
        int length = rest.IndexOf((byte)'\n');
        line = default;
        if (length < 0 && (!isLast || rest.IsEmpty))
            return false;
        line = length < 0 ? rest : rest[..length];
        _start += length < 0 ? rest.Length : length + 1;
        return true;
    }

    /// <returns>False when it does not take all of it at once: it does not read.</returns>
    public bool TrySend(ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            const int Flags = Libc.MsgDontwait | Libc.MsgNosignal;
            return Libc.Sendto(socket, bytes, (nuint)data.Length, Flags, null, 0) == data.Length;
        }
    }
}

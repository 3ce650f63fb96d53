using System.Text;

namespace Impsy.Hardware.Linux;

/// <summary>
/// Where a Unix socket is found, in the form the kernel takes it: a path, or with '@' before it a name in the abstract
/// namespace.
/// </summary>
internal readonly unsafe struct UnixName
{
    private const int FamilyBytes = 2;
    private const int MostBytes = 107; // of 108: a path ends with a 0

    private readonly Libc.UnixAddress _address;

    /// <exception cref="IOException">It is empty or too long.</exception>
    public UnixName(string name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (length is 0 or > MostBytes)
            throw new IOException($"'{name}': a socket's path has 1..{MostBytes} bytes, this has {length}");
        _address = new Libc.UnixAddress { Family = Libc.AfUnix };
        fixed (byte* path = _address.Path)
        {
            Encoding.UTF8.GetBytes(name, new Span<byte>(path, MostBytes));
            bool isAbstract = path[0] == '@';
            if (isAbstract)
                path[0] = 0;
            // An abstract name has no end but the length: a 0 more would be another name.
            Length = FamilyBytes + length + (isAbstract ? 0 : 1);
        }
    }

    public Libc.UnixAddress Address => _address;

    public int Length { get; }
}

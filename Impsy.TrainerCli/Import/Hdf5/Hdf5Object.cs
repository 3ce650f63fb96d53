using System.Runtime.InteropServices;

namespace Impsy.TrainerCli.Import.Hdf5;

/// <summary>
/// A group or a dataset of an HDF5 file. Reads its header when first asked, and its numbers each time.
/// </summary>
internal sealed class Hdf5Object
{
    /// <summary>Of one header: Keras writes about ten.</summary>
    private const int MostMessages = 4096;

    private const int MostAxes = 8;

    private readonly Hdf5File _file;
    private readonly long _header;
    private IReadOnlyList<Hdf5Message>? _messages;
    private IReadOnlyList<Hdf5Object>? _children;

    internal Hdf5Object(Hdf5File file, string path, long header)
    {
        _file = file;
        _header = header;
        Path = path;
    }

    /// <summary>"lstm0/lstm0/kernel:0"; "" for the root.</summary>
    public string Path { get; }

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path of the group it is in.</summary>
    public string Parent => Path[..Math.Max(Path.LastIndexOf('/'), 0)];

    /// <summary>Whether it is a dataset.</summary>
    public bool HasNumbers => Find(Hdf5MessageType.Layout) is not null;

    /// <summary>Members of the group, by name; empty for a dataset.</summary>
    public IReadOnlyList<Hdf5Object> Children => _children ??= ReadChildren();

    private BoundedBytes Bytes => _file.Bytes;

    private IReadOnlyList<Hdf5Message> Messages => _messages ??= ReadMessages();

    /// <summary>The sizes of a dataset's axes.</summary>
    public long[] Shape => Require(Hdf5MessageType.Dataspace) is Hdf5Message space
        ? Hdf5Type.ReadShape(Bytes, space.Position, MostAxes)
        : [];

    /// <summary>The text of an attribute.</summary>
    /// <returns>Null when there is none of that name, or it is no text.</returns>
    public string? Attribute(string name)
    {
        foreach (Hdf5Message message in Messages.Where(message => message.Type == Hdf5MessageType.Attribute))
        {
            Hdf5Attribute attribute = Hdf5Attribute.Read(Bytes, message);
            if (attribute.Name == name)
                return attribute.Text(Bytes);
        }
        return null;
    }

    /// <summary>A dataset's numbers, the last axis running fastest.</summary>
    /// <exception cref="InvalidDataException">They are no float32, compressed, or not where the file says.</exception>
    public float[] ToSingles()
    {
        if (Find(Hdf5MessageType.Filters) is not null)
            throw new InvalidDataException($"has '{Path}' compressed; only plain numbers are read");
        Hdf5Message type = Require(Hdf5MessageType.Datatype);
        if (!Hdf5Type.IsFloat32(Bytes, type.Position))
            throw new InvalidDataException($"has '{Path}' of another type than little-endian float32");
        long bytes = sizeof(float);
        foreach (long size in Shape)
        {
            if (size < 0 || size > Bytes.Length || (bytes *= size) > Bytes.Length)
                throw new InvalidDataException($"has '{Path}' larger than the file itself");
        }
        return MemoryMarshal.Cast<byte, float>(FindData(bytes)).ToArray();
    }

    private ReadOnlySpan<byte> FindData(long bytes)
    {
        long layout = Require(Hdf5MessageType.Layout).Position;
        return (Bytes.Byte(layout), Bytes.Byte(layout + 1)) switch
        {
            (3, 0) when Bytes.UInt16(layout + 2) == bytes => Bytes.Span(layout + 4, bytes),
            (3, 1) when Bytes.Int64(layout + 10) == bytes => Bytes.Span(Bytes.Int64(layout + 2), bytes),
            (3, 2) => throw new InvalidDataException($"has '{Path}' in chunks; only whole arrays are read"),
            _ => throw new InvalidDataException($"has '{Path}' laid out in a way that is not read"),
        };
    }

    private IReadOnlyList<Hdf5Object> ReadChildren()
    {
        if (Find(Hdf5MessageType.SymbolTable) is Hdf5Message table)
            return _file.ReadGroup(Path, Bytes.Int64(table.Position), Bytes.Int64(table.Position + 8));
        if (Find(Hdf5MessageType.LinkInfo) is not null)
            throw new InvalidDataException($"has a group '{Path}' of the newer kind; read is h5py's default");
        return [];
    }

    private Hdf5Message? Find(Hdf5MessageType type)
    {
        foreach (Hdf5Message message in Messages)
        {
            if (message.Type == type)
                return message;
        }
        return null;
    }

    private Hdf5Message Require(Hdf5MessageType type) => Find(type) is Hdf5Message { IsShared: false } message
        ? message
        : throw new InvalidDataException($"has '{Path}' without its {type.ToString().ToLowerInvariant()}");

    private List<Hdf5Message> ReadMessages()
    {
        if (Bytes.Byte(_header) != 1)
            throw new InvalidDataException($"has an object header of version {Bytes.Byte(_header)}; read is 1");
        List<Hdf5Message> messages = [];
        Queue<(long Start, long Length)> blocks = new([(_header + 16, Bytes.UInt32(_header + 8))]);
        int count = 0;
        while (blocks.TryDequeue(out (long Start, long Length) block))
        {
            _ = Bytes.Span(block.Start, block.Length);
            long position = block.Start;
            while (position + 8 <= block.Start + block.Length)
            {
                if (++count > MostMessages)
                    throw new InvalidDataException($"has '{Path}' with a header without end");
                Hdf5Message message = new(
                    (Hdf5MessageType)Bytes.UInt16(position),
                    Bytes.Byte(position + 4),
                    position + 8,
                    Bytes.UInt16(position + 2));
                if (message.Type == Hdf5MessageType.Continuation)
                    blocks.Enqueue((Bytes.Int64(message.Position), Bytes.Int64(message.Position + 8)));
                else
                    messages.Add(message);
                position += 8 + message.Size;
            }
        }
        return messages;
    }
}

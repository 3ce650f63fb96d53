using System.Text;

namespace Impsy.TrainerCli.Import.Hdf5;

/// <summary>
/// An HDF5 file as h5py writes it by default, which is what Keras uses: superblock 0, object headers 1, groups with
/// symbol tables. Nothing newer, nothing compressed; what is met instead is said. Immutable; reads when asked.
/// </summary>
internal sealed class Hdf5File
{
    /// <summary>Objects of one file, and nodes of one group: a network has a few dozen.</summary>
    private const int MostNodes = 10_000;

    private const int EntrySize = 40;

    /// <summary>Bytes; a group full of names without end would else take memory without end.</summary>
    private const int LongestName = 255;

    private static readonly byte[] s_signature =
        [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private Hdf5File(BoundedBytes bytes)
    {
        Bytes = bytes;
        // Behind it: addresses of 44 bytes, then the root's entry, whose second field is its header.
        Root = new Hdf5Object(this, "", Bytes.Int64(56 + 8));
    }

    public BoundedBytes Bytes { get; }

    public Hdf5Object Root { get; }

    public static bool IsHdf5(BoundedBytes bytes) => bytes.HasAt(0, s_signature);

    /// <exception cref="InvalidDataException">Another version of the format, or damaged.</exception>
    public static Hdf5File Open(ReadOnlyMemory<byte> file)
    {
        BoundedBytes bytes = new(file);
        if (!IsHdf5(bytes))
            throw new InvalidDataException("is no HDF5 file");
        if (bytes.Byte(8) != 0)
            throw new InvalidDataException($"has HDF5 superblock version {bytes.Byte(8)}; read is 0, h5py's default");
        if (bytes.Byte(13) != 8 || bytes.Byte(14) != 8)
            throw new InvalidDataException("has HDF5 addresses of another size than 8 bytes");
        return new Hdf5File(bytes);
    }

    /// <summary>Every object below the root that holds numbers, by path, e.g. "lstm0/lstm0/kernel:0".</summary>
    /// <param name="under">A path to begin at; "" for the root.</param>
    public IReadOnlyList<Hdf5Object> Datasets(string under)
    {
        List<Hdf5Object> found = [];
        Hdf5Object? start = Find(under);
        Stack<Hdf5Object> open = new(start is null ? [] : [start]);
        int count = 0;
        while (open.TryPop(out Hdf5Object? item))
        {
            if (++count + open.Count > MostNodes)
                throw new InvalidDataException($"has more than {MostNodes} objects, or a group within itself");
            if (item.HasNumbers)
                found.Add(item);
            foreach (Hdf5Object child in item.Children)
                open.Push(child);
        }
        return found;
    }

    /// <returns>Null when there is nothing of that path.</returns>
    public Hdf5Object? Find(string path)
    {
        Hdf5Object? item = Root;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            item = item?.Children.FirstOrDefault(child => child.Name == part);
        return item;
    }

    /// <summary>The members of a group: the leaves of a B-tree, which name objects by places in a heap.</summary>
    internal IReadOnlyList<Hdf5Object> ReadGroup(string path, long tree, long heap)
    {
        if (!Bytes.HasAt(heap, "HEAP"u8))
            throw new InvalidDataException($"has no heap of names for '{path}'");
        (long namesSize, long names) = (Bytes.Int64(heap + 8), Bytes.Int64(heap + 24));
        List<Hdf5Object> members = [];
        Stack<long> open = new([tree]);
        int count = 0;
        while (open.TryPop(out long node))
        {
            if (++count > MostNodes)
                throw new InvalidDataException($"has a group '{path}' without end");
            if (Bytes.HasAt(node, "TREE"u8))
                PushChildren(node, open);
            else if (Bytes.HasAt(node, "SNOD"u8))
                ReadSymbols(path, node, names, namesSize, members);
            else
                throw new InvalidDataException($"has a group '{path}' of a kind that is not read");
        }
        return members;
    }

    private void PushChildren(long node, Stack<long> open)
    {
        int used = Bytes.UInt16(node + 6);
        for (int i = used - 1; i >= 0; i--) // so that they come off the stack in the order of the names
            open.Push(Bytes.Int64(node + 24 + 16L * i + 8));
    }

    private void ReadSymbols(string path, long node, long names, long namesSize, List<Hdf5Object> members)
    {
        int count = Bytes.UInt16(node + 6);
        for (int i = 0; i < count; i++)
        {
            if (members.Count == MostNodes)
                throw new InvalidDataException($"has a group '{path}' without end");
            long entry = node + 8 + (long)EntrySize * i;
            long place = Bytes.Int64(entry);
            ReadOnlySpan<byte> name = Bytes.Span(names, namesSize);
            if (place < 0 || place >= namesSize)
                throw new InvalidDataException($"has a name outside the heap in '{path}'");
            name = name[(int)place..];
            name = name[..Math.Min(name.Length, LongestName)];
            int end = name.IndexOf((byte)0);
            string text = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
            members.Add(new Hdf5Object(this, path.Length == 0 ? text : $"{path}/{text}", Bytes.Int64(entry + 8)));
        }
    }
}

using System.Text;

namespace Impsy.TrainerCli.Import.Hdf5;

/// <summary>A named value of an object; only single texts are read.</summary>
/// <param name="Type">Where its datatype is.</param>
/// <param name="Data">Where its value is.</param>
internal readonly record struct Hdf5Attribute(string Name, long Type, long Data)
{
    /// <summary>A configuration of a network is some kilobytes.</summary>
    private const int LongestText = 1 << 24;

    /// <exception cref="InvalidDataException">Another version of the message, or damaged.</exception>
    public static Hdf5Attribute Read(BoundedBytes bytes, Hdf5Message message)
    {
        long position = message.Position;
        int version = bytes.Byte(position);
        if (version is < 1 or > 3)
            throw new InvalidDataException($"has an attribute of version {version}; read are 1 to 3");
        int nameSize = bytes.UInt16(position + 2);
        int typeSize = bytes.UInt16(position + 4);
        int spaceSize = bytes.UInt16(position + 6);
        position += version == 3 ? 9 : 8;
        string name = Encoding.UTF8.GetString(bytes.Span(position, nameSize)).TrimEnd('\0');
        long type = position + Padded(nameSize);
        return new Hdf5Attribute(name, type, type + Padded(typeSize) + Padded(spaceSize));

        int Padded(int size) => version == 1 ? (size + 7) / 8 * 8 : size;
    }

    /// <returns>Null when it is no text.</returns>
    public string? Text(BoundedBytes bytes)
    {
        switch (Hdf5Type.ClassOf(bytes, Type))
        {
            case Hdf5Type.Text:
                uint size = Hdf5Type.SizeOf(bytes, Type);
                return size > LongestText ? null : Encoding.UTF8.GetString(bytes.Span(Data, size)).TrimEnd('\0');
            case Hdf5Type.VariableLength when (bytes.Byte(Type + 1) & 0xf) == 1: // of characters
                return FromHeap(bytes, bytes.UInt32(Data), bytes.Int64(Data + 4), bytes.UInt32(Data + 12));
            default:
                return null;
        }
    }

    /// <summary>Variable-length values lie in a collection of objects, each with an index.</summary>
    private static string? FromHeap(BoundedBytes bytes, uint length, long heap, uint index)
    {
        if (length > LongestText || !bytes.HasAt(heap, "GCOL"u8))
            return null;
        long end = heap + bytes.Int64(heap + 8);
        long position = heap + 16;
        while (position + 16 <= end)
        {
            int found = bytes.UInt16(position);
            long size = bytes.Int64(position + 8);
            if (found == index)
                return Encoding.UTF8.GetString(bytes.Span(position + 16, Math.Min(length, size))).TrimEnd('\0');
            if (found == 0 || size < 0 || size > bytes.Length)
                return null; // free space, which is the end
            position += 16 + (size + 7) / 8 * 8;
        }
        return null;
    }
}

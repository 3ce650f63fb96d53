namespace Impsy.TrainerCli.Import.Hdf5;

/// <summary>The few datatypes and dataspaces that Keras writes.</summary>
internal static class Hdf5Type
{
    public const int Text = 3;
    public const int VariableLength = 9;

    /// <summary>The class of a datatype message.</summary>
    public static int ClassOf(BoundedBytes bytes, long position) => bytes.Byte(position) & 0xf;

    /// <summary>Bytes of one element.</summary>
    public static uint SizeOf(BoundedBytes bytes, long position) => bytes.UInt32(position + 4);

    /// <summary>IEEE 754 single precision, little-endian: class 1, exponent 8 at 23, mantissa 23 at 0.</summary>
    public static bool IsFloat32(BoundedBytes bytes, long position) =>
        ClassOf(bytes, position) == 1 &&
        (bytes.Byte(position + 1) & 0x41) == 0 && // bits 0 and 6: byte order
        SizeOf(bytes, position) == 4 &&
        bytes.HasAt(position + 8, [0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]);

    /// <summary>The sizes of a dataspace message, version 1 or 2.</summary>
    /// <exception cref="InvalidDataException">Another version, or too many axes.</exception>
    public static long[] ReadShape(BoundedBytes bytes, long position, int mostAxes)
    {
        int version = bytes.Byte(position);
        int axes = bytes.Byte(position + 1);
        if (version is not (1 or 2) || axes > mostAxes)
            throw new InvalidDataException($"has a dataspace of version {version} with {axes} axes");
        long sizes = position + (version == 1 ? 8 : 4);
        long[] shape = new long[axes];
        for (int i = 0; i < axes; i++)
            shape[i] = bytes.Int64(sizes + 8 * i);
        return shape;
    }
}

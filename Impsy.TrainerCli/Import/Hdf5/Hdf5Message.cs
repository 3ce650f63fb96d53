namespace Impsy.TrainerCli.Import.Hdf5;

/// <summary>One message of an object header: something that is so about an object.</summary>
/// <param name="Type">See <see cref="Hdf5MessageType"/>.</param>
/// <param name="Flags">Bit 1: what follows is only a reference to a message elsewhere.</param>
/// <param name="Position">Of its content in the file.</param>
/// <param name="Size">Of its content, bytes.</param>
internal readonly record struct Hdf5Message(Hdf5MessageType Type, byte Flags, long Position, int Size)
{
    public bool IsShared => (Flags & 2) != 0;
}

using System.Text;
using Impsy.Daemon.Midi;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Service;

/// <summary>
/// The notes that may be sounding, by destination, in a file that is mapped into memory: when the process is killed,
/// its successor finds them there and ends them. Layout: 64 places of 256 + 2048 bytes, each with the name of its
/// destination (up to 255 bytes, then zeros), the second of its latest change, and a byte for each channel and note
/// (<see cref="SoundingNotes"/>). One thread, but for the notes.
/// </summary>
internal sealed unsafe class SoundingFile : IDisposable
{
    private const int Places = 64;
    private const int NameBytes = 255;
    private const int PlaceBytes = NameBytes + 1 + NoteTable.Size;
    private const int FileBytes = Places * PlaceBytes;

    private readonly MappedFile _file;
    private readonly byte* _bytes;

    /// <summary>Opens what a predecessor has left, or begins anew.</summary>
    /// <exception cref="IOException">It cannot be written, or there is no room for it.</exception>
    public SoundingFile(string path)
    {
        _file = new MappedFile(path, FileBytes);
        _bytes = _file.Start;
    }

    /// <summary>Destinations on which a predecessor may have left notes.</summary>
    public IReadOnlyList<string> Left()
    {
        List<string> left = [];
        for (int place = 0; place < Places; place++)
        {
            SoundingNotes notes = NotesAt(place);
            if (Enumerable.Range(0, NoteTable.Size).Any(notes.MaySound))
                left.Add(Encoding.UTF8.GetString(NameAt(place).TrimEnd((byte)0)));
        }
        return left;
    }

    /// <summary>The notes of a destination, with what is left there from before.</summary>
    /// <param name="destination">The same after a restart for the same device.</param>
    /// <returns>Null when there is no place left; it is played without this safety then.</returns>
    public SoundingNotes? Claim(string destination)
    {
        Span<byte> name = stackalloc byte[NameBytes];
        name.Clear();
        Encoding.UTF8.TryGetBytes(destination, name, out _); // a longer one is cut off, and still itself
        int place = Find(name);
        if (place < 0)
            place = FindFree();
        if (place < 0)
            return null;
        name.CopyTo(NameAt(place));
        return NotesAt(place);
    }

    /// <summary>All notes have been ended, and their ends have left: a successor has nothing to do.</summary>
    public void Clear() => new Span<byte>(_bytes, FileBytes).Clear();

    public void Dispose() => _file.Dispose();

    private int Find(ReadOnlySpan<byte> name)
    {
        for (int place = 0; place < Places; place++)
        {
            if (NameAt(place).SequenceEqual(name))
                return place;
        }
        return -1;
    }

    /// <summary>One that was never used, else one of a destination that has nothing to tell.</summary>
    private int FindFree()
    {
        int free = Find(new byte[NameBytes]);
        for (int place = 0; free < 0 && place < Places; place++)
        {
            if (NotesAt(place).Count == 0)
                free = place;
        }
        return free;
    }

    private Span<byte> NameAt(int place) => new(_bytes + place * PlaceBytes, NameBytes);

    private SoundingNotes NotesAt(int place)
    {
        byte* start = _bytes + place * PlaceBytes;
        return new SoundingNotes(start + NameBytes + 1, start + NameBytes);
    }
}

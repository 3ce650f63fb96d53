using Impsy.Inference.Performances;
using Impsy.TrainerCli.Generation;

namespace Impsy.TrainerCli.Tests.Generation;

public class MidiFileTests
{
    // Written by hand from the Standard MIDI Files 1.0 specification. 1920 ticks a second: 0.05 s are 96 (60), 0.15 s
    // 288 (82 20), 10 s 19200 (81 96 00).
    [Fact]
    public void A_take_is_a_track_of_controllers_that_changed()
    {
        Take take = new(
            "t", 3, [0, 0, 0, 0.05f, 0, 1, 0.05f, 0.001f, 1, 0.1f, 0.5f, 0.5f, 10, 0.5f, 0.5f], hasOpening: true);
        using MemoryStream file = new();
        MidiFile.Write(take, "Name", file);
        Assert.Equal(
            "4D546864 00000006 0000 0001 03C0 " +
            "4D54726B 00000026 " +
            "00 FF03 04 4E616D65 " +
            "00 FF51 03 07A120 " +
            "60 B0 01 00 " +
            "00 B0 02 7F " +
            "8220 B0 01 40 " + // 0.15 s: the event between changed nothing
            "00 B0 02 40 " +
            "819600 FF2F 00",
            Spaced(file.ToArray()));
    }

    [Fact]
    public void Rounding_of_times_does_not_add_up()
    {
        float[] rows = new float[2 * 10_000];
        for (int i = 0; i < rows.Length; i += 2)
            (rows[i], rows[i + 1]) = (0.0014f, i / 2 % 2);
        using MemoryStream file = new();
        MidiFile.Write(new Take("t", 2, rows, hasOpening: false), "", file);
        byte[] bytes = file.ToArray();
        int position = 22 + 4 + 7; // behind header, name and tempo
        long ticks = 0;
        while (bytes[position + 1] != 0xff)
        {
            ticks += bytes[position]; // all below 128
            position += 4;
        }
        Assert.Equal((10_000 * 4, 26_880), (position - 33, ticks)); // 14 s
    }

    /// <summary>Cuts the bytes where the expectation has its parts.</summary>
    private static string Spaced(byte[] bytes)
    {
        int[] lengths =
        [
            4, 4, 2, 2, 2, 4, 4, 1, 2, 1, 4, 1, 2, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 3, 2, 1,
        ];
        int position = 0;
        List<string> parts = [];
        foreach (int length in lengths)
        {
            parts.Add(Convert.ToHexString(bytes, position, length));
            position += length;
        }
        Assert.Equal(bytes.Length, position);
        return string.Join(' ', parts);
    }
}

using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>
/// The test's side of pins-fake.c: a folder of files that stand for devices, the voltages at the converters and the
/// levels of the lines. The instrument runs with the compiled library in front of its own.
/// </summary>
internal sealed class PinsBoard : IDisposable
{
    private const int SpiCounts = 0;
    private const int I2cResults = 16;
    private const int SpiFault = 24;
    private const int I2cFault = 25;
    private const int WrongRequest = 26;
    private const int OutputLevels = 32;
    private const int SpiRoundCount = 64;
    private const int I2cRoundCount = 72;
    private const int ChangeCount = 80;
    private const int SpiTimeRing = 96;
    private const int Records = 8192;
    private const int ChangeRing = SpiTimeRing + Records * sizeof(long);
    private const int Length = ChangeRing + Records * 16;

    private static readonly Lazy<string> s_library = new(Compile);

    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-pins-").FullName;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _board;
    private readonly FileStream _control;

    public PinsBoard()
    {
        File.WriteAllBytes(In("board"), new byte[Length]);
        _file = MemoryMappedFile.CreateFromFile(In("board"), FileMode.Open, null, Length);
        _board = _file.CreateViewAccessor();
        using (Process process = Process.Start("mkfifo", [In("control")]))
            process.WaitForExit();
        // For both ends, so that neither side waits for the other; only the other one reads.
        _control = new FileStream(In("control"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        foreach (string device in new[] { Chip, Spi, I2c })
            File.WriteAllText(device, "");
    }

    /// <summary>What a chip on I2C may do.</summary>
    public enum Fault : byte
    {
        None,
        Absent,

        /// <summary>Each call takes a second and fails.</summary>
        Hung,
    }

    public string Chip => In("gpiochip0");
    public string Spi => In("spidev0.0");
    public string I2c => In("i2c-1");

    /// <summary>For <see cref="NativeInstrument.Play"/>.</summary>
    public string[] Wrapper => ["env", $"LD_PRELOAD={s_library.Value}", $"IMPSY_PINS={_folder}"];

    public long SpiRounds => _board.ReadInt64(SpiRoundCount);
    public long I2cRounds => _board.ReadInt64(I2cRoundCount);

    /// <summary>Whether it was asked for something that the real thing would not understand.</summary>
    public bool WasAskedWrongly => _board.ReadByte(WrongRequest) != 0;

    /// <param name="counts">0..1023.</param>
    public void TurnKnob(int channel, int counts) => _board.Write(SpiCounts + 2 * channel, (ushort)counts);

    /// <param name="result">Of the conversion register, -32768..32767.</param>
    public void SetVoltage(int channel, int result) => _board.Write(I2cResults + 2 * channel, (short)result);

    public void SetSpiFault(Fault fault) => _board.Write(SpiFault, (byte)fault);

    public void SetI2cFault(Fault fault) => _board.Write(I2cFault, (byte)fault);

    /// <param name="level">Of the wire: a pressed button to ground is 0.</param>
    public void SetLine(int line, int level) => Tell($"{line} {level}\n");

    /// <summary>Many changes at once.</summary>
    public void SetLines(IEnumerable<(int Line, int Level)> changes) =>
        Tell(string.Concat(changes.Select(change => $"{change.Line} {change.Level}\n")));

    /// <summary>The GPIO chip goes away.</summary>
    public void Unplug()
    {
        File.Delete(Chip);
        Tell("unplug\n");
    }

    /// <summary>It comes back.</summary>
    public void Plug() => File.WriteAllText(Chip, "");

    public bool IsLit(int line) => _board.ReadByte(OutputLevels + line) != 0;

    /// <summary>How often a line has changed, of the last 8192 changes of all.</summary>
    public (long Time, bool IsOn)[] Changes(int line)
    {
        long count = _board.ReadInt64(ChangeCount);
        List<(long, bool)> changes = [];
        for (long i = Math.Max(0, count - Records); i < count; i++)
        {
            long place = ChangeRing + i % Records * 16;
            if (_board.ReadInt32(place + 8) == line)
                changes.Add((_board.ReadInt64(place), _board.ReadInt32(place + 12) != 0));
        }
        return [.. changes];
    }

    /// <summary>Monotonic nanoseconds of the last samples.</summary>
    public long[] SpiTimes()
    {
        long count = SpiRounds;
        return [.. Enumerable.Range(0, (int)Math.Min(count, Records))
            .Select(i => _board.ReadInt64(SpiTimeRing + (count - Math.Min(count, Records) + i) % Records * 8))];
    }

    public void Dispose()
    {
        _control.Dispose();
        _board.Dispose();
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private void Tell(string text)
    {
        _control.Write(Encoding.ASCII.GetBytes(text));
        _control.Flush();
    }

    private static string Compile()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "pins-fake.so");
        string source = Path.Combine(Repository.Root, "tests", "Impsy.EndToEnd.Tests", "pins-fake.c");
        using Process process = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? library : throw new InvalidOperationException("pins-fake.c does not compile");
    }
}

using Impsy.Torture.Fuzz;

namespace Impsy.Torture;

/// <summary>
/// Each packet that ends Python IMPSY or silences it for good, and its relatives, alone against one instrument: it
/// changes nothing but what it may change, and the playing goes on.
/// </summary>
public sealed class KillerPacketTests : IClassFixture<KillerPacketTests.Battle>
{
    private static readonly string[] s_numbers = ["sigmatemp", "pitemp", "timescale", "threshold"];
    private readonly Battle _battle;

    public KillerPacketTests(Battle battle) => _battle = battle;

    /// <summary>An instrument that plays, shared by all of these tests.</summary>
    public sealed class Battle : IDisposable
    {
        private readonly TestStage _stage = new() { Mode = "battle", Autostart = true, Timescale = 0.2 };

        public Battle()
        {
            Player = new OscPeer(_stage);
            Instrument = NativeInstrument.Play(_stage);
        }

        public OscPeer Player { get; }
        public NativeInstrument Instrument { get; }

        public void Dispose()
        {
            Instrument.Dispose();
            Player.Dispose();
            _stage.Dispose();
        }
    }

    private static Dictionary<string, byte[]> Refused { get; } = MakeRefused();

    private static Dictionary<string, byte[]> Extreme { get; } = new()
    {
        ["sigmatemp 0"] = OscPeer.Message("/impsy/sigmatemp", 0f),
        ["sigmatemp 10"] = OscPeer.Message("/impsy/sigmatemp", 10f),
        ["sigmatemp 1e-45"] = OscPeer.Message("/impsy/sigmatemp", float.Epsilon),
        ["pitemp 0"] = OscPeer.Message("/impsy/pitemp", 0f),
        ["pitemp 10"] = OscPeer.Message("/impsy/pitemp", 10f),
        ["pitemp 1e-45"] = OscPeer.Message("/impsy/pitemp", float.Epsilon),
        ["timescale 0"] = OscPeer.Message("/impsy/timescale", 0f),
        ["timescale -0"] = OscPeer.Message("/impsy/timescale", -0f),
        ["timescale 1e-45"] = OscPeer.Message("/impsy/timescale", float.Epsilon),
        ["threshold 0"] = OscPeer.Message("/impsy/threshold", 0f),
        ["threshold 60"] = OscPeer.Message("/impsy/threshold", 60f),
        ["inputs far outside"] = OscPacketsOf(float.MaxValue),
        ["inputs far below"] = OscPacketsOf(float.MinValue),
        ["inputs hardly there"] = OscPacketsOf(float.Epsilon),
        ["reset without type tags"] = [.. "/impsy/reset\0\0\0\0"u8],
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> ExtremeNames => [.. Extreme.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void It_plays_on_unchanged_after(string packet)
    {
        OscPeer.Status before = _battle.Player.AskStatus();
        _battle.Player.Send(Refused[packet]);
        OscPeer.Status after = _battle.Player.AskStatus();
        Assert.Equal(Settings(before), Settings(after));
        Health.AssertPlays(_battle.Instrument, _battle.Player);
    }

    /// <summary>The ancestor divides by the temperature; these are the ends of what is permitted.</summary>
    [Theory]
    [MemberData(nameof(ExtremeNames))]
    public void It_plays_at(string packet)
    {
        _battle.Player.Send(Extreme[packet]);
        Health.AssertPlays(_battle.Instrument, _battle.Player);
        Assert.All(_battle.Player.Predictions[^1].Arguments, value => Assert.InRange((float)value, 0f, 1f));
        foreach (string number in s_numbers)
            _battle.Player.Command($"/impsy/{number}", 0.2f);
    }

    private static object Settings(OscPeer.Status status) => (
        status.Mode, status.Paused, status.Model, status.Sigma, status.Timescale, status.Threshold, status.Inputs);

    private static byte[] OscPacketsOf(float value) => OscPackets.Interface(value);

    private static Dictionary<string, byte[]> MakeRefused()
    {
        Dictionary<string, byte[]> packets = new()
        {
            ["nothing"] = [],
            ["three bytes"] = [1, 2, 3],
            ["an address alone"] = [.. "/interface"u8],
            ["an address without end"] = [.. Enumerable.Repeat((byte)'/', 60_000)],
            ["zeros"] = new byte[60_000],
            ["the largest datagram"] = [.. Enumerable.Repeat((byte)0xff, 65_507)],
            ["a number where a mode belongs"] = OscPeer.Message("/impsy/mode", 3),
            ["no mode"] = OscPeer.Message("/impsy/mode"),
            ["an unknown mode"] = OscPeer.Message("/impsy/mode", "loud"),
            ["a mode of 900 letters"] = OscPeer.Message("/impsy/mode", new string('b', 900)),
            ["a model elsewhere"] = OscPeer.Message("/impsy/model", "../../etc/passwd"),
            ["a model that is not there"] = OscPeer.Message("/impsy/model", "not there"),
            ["a model that is a folder"] = OscPeer.Message("/impsy/model", "."),
            ["a model without a name"] = OscPeer.Message("/impsy/model", ""),
            ["a pause that is text"] = OscPeer.Message("/impsy/pause", "yes"),
            ["an unknown command"] = OscPeer.Message("/impsy/nothing", 1),
            ["strings for numbers"] = OscPeer.Message("/interface", "a", "b", "c", "d", "e", "f", "g", "h"),
            ["one string among numbers"] = OscPeer.Message("/interface", 0f, 0f, 0f, 0f, "x", 0f, 0f, 0f),
            ["blobs for numbers"] = OscPackets.Raw("/interface", "bbbbbbbb", new byte[32]),
            ["an array for numbers"] = OscPackets.Raw("/interface", "[ffffffff]", new byte[32]),
            ["tags without numbers"] = OscPackets.Raw("/interface", "ffffffff", []),
            ["a blob of 4 GiB"] = OscPackets.Raw("/interface", "bfffffff", [.. Enumerable.Repeat((byte)0xff, 32)]),
        };
        foreach (int length in new[] { 0, 1, 3, 7, 9, 64, 100 })
            packets[$"{length} values instead of 8"] = OscPeer.Message("/interface", [.. Enumerable.Repeat<object>(0.5f, length)]);
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            packets[$"a control of {value}"] = OscPeer.Message("/interface", 0f, 0f, 0f, value, 0f, 0f, 0f, 0f);
            packets[$"all controls {value}"] = OscPackets.Interface(value);
        }
        foreach (string number in s_numbers)
        {
            foreach (float value in new[] { -1f, float.NaN, float.PositiveInfinity, float.MinValue, 101f, -float.Epsilon })
                packets[$"{number} {value}"] = OscPeer.Message($"/impsy/{number}", value);
            packets[$"{number} as text"] = OscPeer.Message($"/impsy/{number}", "0.5");
            packets[$"{number} without a value"] = OscPeer.Message($"/impsy/{number}");
        }
        return packets;
    }
}

namespace Impsy.EndToEnd.Tests;

/// <summary>Killed while notes sound: the successor ends them.</summary>
public sealed class ServiceNotesTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PseudoTerminal _wire = new();
    private readonly MidiSide _synth;

    public ServiceNotesTests() => _synth = new MidiSide(_wire);

    public void Dispose() => _wire.Dispose();

    [Fact]
    public void Killed_outright_again_and_again_it_leaves_no_note_behind()
    {
        using ServiceStage service = Service("battle");
        Random moments = new(6);
        int left = 0;
        service.Stage.WriteConfig();
        for (int i = 0; i < 8 || left == 0; i++)
        {
            using NativeInstrument instrument = service.Restart();
            Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
            Thread.Sleep(moments.Next(60));
            instrument.Signal(Signals.Kill);
            left = _synth.Sounding.Count; // of the last: sometimes it is killed when all have just ended
        }
        service.Edit("mode = \"battle\"", "mode = \"useronly\"");
        using NativeInstrument last = service.Restart();
        Wait.Until(() => _synth.Sounding.Count == 0, s_patience, () =>
            $"notes hang: {string.Join(", ", _synth.Sounding)}");
        Assert.Contains("killed before it could end its notes", last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_away_meanwhile_is_silenced_when_it_is_back()
    {
        using ServiceStage service = Service("battle");
        using (NativeInstrument instrument = service.Play())
        {
            Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
            instrument.Signal(Signals.Kill);
        }
        string link = service.Stage.Link!;
        File.Delete(link);
        service.Edit("mode = \"battle\"", "mode = \"useronly\"");
        using (NativeInstrument instrument = service.Restart())
            instrument.Signal(Signals.Kill); // and once more, before it could
        using NativeInstrument last = service.Restart();
        Assert.NotEmpty(_synth.Sounding);
        _wire.LinkAs(link);
        Wait.Until(() => _synth.Sounding.Count == 0, s_patience, () => "a note hangs");
    }

    [Fact]
    public void After_a_clean_end_nothing_is_left_to_do()
    {
        using ServiceStage service = Service("battle");
        using (NativeInstrument instrument = service.Play())
        {
            Wait.Until(() => _synth.Sounding.Count > 0, s_patience, () => "it plays no note");
            Assert.Equal(0, instrument.Signal(Signals.Terminate).ExitCode);
        }
        Assert.Empty(_synth.Sounding);
        int told = _synth.Told.Count;
        service.Edit("mode = \"battle\"", "mode = \"useronly\"");
        using NativeInstrument last = service.Restart();
        Thread.Sleep(200);
        Assert.Equal(told, _synth.Told.Count);
        Assert.DoesNotContain("killed", last.Output, StringComparison.Ordinal);
    }

    private ServiceStage Service(string mode)
    {
        string name = Path.Combine(Path.GetTempPath(), $"impsy-wire-{Guid.NewGuid():N}");
        _wire.LinkAs(name);
        return new ServiceStage(new TestStage
        {
            Mode = mode,
            Autostart = true,
            Timescale = 0.3,
            Link = name,
            More = $"""
                [serialmidi]
                port = "{name}"
                output = [["note_on", 1], ["note_on", 2], ["note_on", 3], ["note_on", 4], [], [], [], []]
                """,
        });
    }
}

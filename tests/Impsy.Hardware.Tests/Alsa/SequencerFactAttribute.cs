namespace Impsy.Hardware.Tests.Alsa;

/// <summary>A test that speaks with the kernel's sequencer; where there is none it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SequencerFactAttribute : FactAttribute
{
    public SequencerFactAttribute()
    {
        if (!Hardware.Linux.Alsa.IsLoadable() || !File.Exists("/dev/snd/seq"))
            Skip = "no ALSA sequencer (/dev/snd/seq) here";
    }
}

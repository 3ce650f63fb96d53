using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.Linux;

/// <summary>snd_seq_t: an open sequencer, which is one of its clients.</summary>
internal sealed class AlsaHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    internal AlsaHandle(nint sequencer)
        : base(ownsHandle: true) => SetHandle(sequencer);

    protected override bool ReleaseHandle() => Alsa.Close(handle) >= 0;
}

using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Alsa;

/// <summary>Turns what libasound and the sequencer answer into sentences.</summary>
internal static class AlsaError
{
    /// <param name="result">What libasound returned: a negative errno.</param>
    internal static IOException Of(string operation, int result) =>
        new($"ALSA sequencer: {operation}: {Text(result)}");

    internal static string Text(int result) => Marshal.GetPInvokeErrorMessage(-result);

    /// <summary>Throws when the machine has no sequencer, or this user may not use it.</summary>
    internal static void ThrowIfAbsent(string device)
    {
        if (!Linux.Alsa.IsLoadable())
        {
            throw new IOException(
                "ALSA: the library libasound.so.2 is not there; install it: sudo apt install libasound2");
        }
        // Before libasound tries, which would tell its story on stderr.
        int fd = Libc.Open(device, Libc.ReadWrite | Libc.NonBlock | Libc.CloseOnExec, 0);
        if (fd >= 0)
        {
            new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: true).Dispose();
            return;
        }
        int error = Marshal.GetLastPInvokeError();
        string advice = error switch
        {
            Libc.Enoent or Libc.Enodev or Libc.Enxio => "; load the sequencer: sudo modprobe snd-seq",
            Libc.Eacces => "; add the user to the group that may: sudo usermod -aG audio USER",
            _ => "",
        };
        throw new IOException($"{device}: open: {Marshal.GetPInvokeErrorMessage(error)}{advice}");
    }
}

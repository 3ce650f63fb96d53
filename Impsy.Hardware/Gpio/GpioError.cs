using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Gpio;

/// <summary>Turns a failed call on a chip into an exception with the reason and what may help.</summary>
internal static class GpioError
{
    internal static IOException Last(string subject, string operation)
    {
        int error = Marshal.GetLastPInvokeError();
        string? advice = error switch
        {
            Libc.Enoent => "no such chip; 'impsy devices' lists those that are there",
            Libc.Eacces => "add the user to the group that may: sudo usermod -aG gpio USER",
            Libc.Enotty or Libc.Einval when operation == "GPIO_GET_CHIPINFO" => "this is no GPIO chip",
            Libc.Enotty => "the kernel is older than 5.10",
            _ => null,
        };
        string reason = $"{subject}: {operation}: {Marshal.GetPInvokeErrorMessage(error)}";
        return new IOException(advice is null ? reason : $"{reason}; {advice}");
    }
}

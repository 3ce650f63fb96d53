using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Serial;

/// <summary>Turns a failed call on a serial port into an exception with the reason and what may help.</summary>
internal static class SerialError
{
    internal static IOException Last(string path, string operation)
    {
        int error = Marshal.GetLastPInvokeError();
        string? advice = error switch
        {
            Libc.Enoent => "no such port; is it plugged in? 'impsy devices' lists those that are there",
            Libc.Eacces => "add the user to the group that may: sudo usermod -aG dialout USER",
            Libc.Ebusy => DescribeHolder(path),
            Libc.Enotty => "this is no serial port",
            Libc.Eio or Libc.Enxio or Libc.Enodev => "there is no hardware behind this port",
            _ => null,
        };
        string reason = $"{path}: {operation}: {Marshal.GetPInvokeErrorMessage(error)}";
        return new IOException(advice is null ? reason : $"{reason}; {advice}");
    }

    private static string DescribeHolder(string path) =>
        DeviceHolder.Find(path) is { } holder
            ? $"{holder} has it: end that first"
            : "another program has it: sudo fuser -v " + path;
}

using System.Runtime.InteropServices;

namespace Impsy.Hardware.Linux;

/// <summary>Turns a failed system call into an exception with what was tried, on what, and the errno text.</summary>
internal static class LinuxError
{
    internal static IOException Last(string subject, string operation) =>
        new($"{subject}: {operation}: {Marshal.GetLastPInvokeErrorMessage()}");
}

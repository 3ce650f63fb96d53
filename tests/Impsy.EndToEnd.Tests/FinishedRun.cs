using System.Diagnostics;
using System.Text;

namespace Impsy.EndToEnd.Tests;

/// <summary>The native binary, run to its end with its two streams kept apart.</summary>
internal sealed record FinishedRun(int ExitCode, byte[] Output, string Error)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    public static FinishedRun Of(string folder, params string[] arguments)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(NativeInstrument.Executable, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        Task copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            throw new TimeoutException($"impsy {string.Join(' ', arguments)} did not end");
        }
        copied.Wait();
        return new FinishedRun(process.ExitCode, output.ToArray(), error.Result);
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Impsy.TestSupport;

namespace Impsy.EndToEnd.Tests;

/// <summary>The workshop: the example patch in a Pd of its own, and the configuration that belongs to it.</summary>
public class PureDataTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_workshops_patch_plays_the_instrument_and_hears_every_answer()
    {
        using TestStage stage = new();
        (string From, int To)[] ports = [("6000", stage.InPort), ("6001", TestStage.FreePort())];
        string config = CopyWithPorts(stage, ports, "configs", "pd-workshop.toml");
        string patch = CopyWithPorts(stage, ports, "examples", "pd", "impsy-workshop.pd");
        using NativeInstrument instrument = NativeInstrument.Launch(
            stage.Folder, "run", "-c", config, "-l", stage.Logs, "--log-predictions");
        instrument.WaitForOutput(" ready: callresponse");
        List<string> printed = [];
        using Process pd = StartPd(patch, printed);
        try
        {
            // A sweep of a second, and then an answer until the next sweep.
            Wait.Until(() => Count(printed) >= 20, s_patience, () => $"Pd hears nothing; the instrument says:\n{instrument.Output}");
            Assert.Equal(0, instrument.Signal(15).ExitCode);
            float[][] played = Rows(stage, "rnn");
            Wait.Until(() => Count(printed) >= played.Length, s_patience, () => $"{Count(printed)} of {played.Length} answers");
            CheckHeard(printed, played);
            CheckPlayed(Rows(stage, "interface"));
        }
        finally
        {
            pd.Kill();
            pd.WaitForExit();
        }
    }

    private static void CheckHeard(List<string> printed, float[][] played)
    {
        string[] heard;
        lock (printed)
            heard = [.. printed];
        // Pd prints six digits.
        Assert.Equal(
            played.Select(row => $"impsy: {string.Join(' ', row.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))}"),
            heard);
    }

    /// <summary>The patch's hand: the first slider goes up, the second down, the third half as far as the first.</summary>
    private static void CheckPlayed(float[][] rows)
    {
        Assert.InRange(rows.Length, 50, 1000);
        Assert.All(rows, row => Assert.Equal(3, row.Length));
        Assert.Contains([1, 0, 0.5f], rows);
    }

    private static Process StartPd(string patch, List<string> printed)
    {
        Process pd = new()
        {
            StartInfo = new ProcessStartInfo(
                "pd", ["-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", "-open", patch, "-send", "demo 1"])
            {
                RedirectStandardError = true,
            },
        };
        pd.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("impsy: ", StringComparison.Ordinal) != true)
                return;
            lock (printed)
                printed.Add(line.Data);
        };
        try
        {
            pd.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("Pd is missing: apt-get install puredata-core", missing);
        }
        pd.BeginErrorReadLine();
        return pd;
    }

    private static int Count(List<string> printed)
    {
        lock (printed)
            return printed.Count;
    }

    private static float[][] Rows(TestStage stage, string source) => [.. stage.LogLines()
        .Select(line => line.Split(','))
        .Where(fields => fields[1] == source)
        .Select(fields => fields[2..].Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray())];

    private static string CopyWithPorts(TestStage stage, (string From, int To)[] ports, params string[] path)
    {
        string text = File.ReadAllText(Path.Combine([Repository.Root, .. path]));
        foreach ((string from, int to) in ports)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
        string copy = Path.Combine(stage.Folder, path[^1]);
        File.WriteAllText(copy, text);
        return copy;
    }
}

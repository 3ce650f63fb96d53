using System.Globalization;
using System.Text;
using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;

namespace Impsy.Daemon.Service;

/// <summary>The state as a file: TOML, so that a person can read it.</summary>
internal static class StateText
{
    private const int Format = 1;

    public static byte[] Write(SavedState state)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"# Written by impsy itself; deleted, it begins anew.\nformat = {Format}\n");
        Append(text, "now", state.Now);
        Append(text, "config", state.Config);
        text.Append("\n[models]\n");
        text.Append("configured = ").Append(Quote(state.Models.Configured)).Append('\n');
        text.Append("folder = ").Append(Quote(state.Models.Folder)).Append('\n');
        text.Append("playing = ").Append(Quote(state.Models.Playing)).Append('\n');
        text.Append("# Name, time of change in nanoseconds, CRC-32C.\nknown = [\n");
        foreach (ModelStamp model in state.Models.Known)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"  [{Quote(model.Name)}, {model.ChangedNs}, {model.Checksum ?? 0}],\n");
        }
        return Encoding.UTF8.GetBytes(text.Append("]\n").ToString());
    }

    /// <param name="problem">Why it is none; empty when it is.</param>
    public static SavedState? Read(string path, ReadOnlySpan<byte> utf8, out string problem)
    {
        if (!TomlReader.TryRead(utf8, out TomlTable? root, out TomlError? error))
        {
            problem = $"{path}({error.Position.Line}): {error.Message}";
            return null;
        }
        ConfigReport report = new(path);
        ConfigSection file = new(report, root);
        file.Integer("format", Format, Format, fallback: 0);
        if (!file.TryGet("format", out _))
            file.Missing("format", $"{Format}", 0);
        SavedState state = new(
            ReadSettings(file.Section("now")), ReadSettings(file.Section("config")),
                ReadModels(file.Section("models")));
        problem = report.HasErrors ? report.Problems.First(p => !p.IsWarning).ToString() : "";
        return report.HasErrors ? null : state;
    }

    private static void Append(StringBuilder text, string section, in EngineSettings settings)
    {
        text.Append("\n[").Append(section).Append("]\n");
        text.Append("mode = ").Append(Quote(InteractionModeText.Format(settings.Mode))).Append('\n');
        Append(text, "threshold", settings.Threshold);
        Append(text, "timescale", settings.Timescale);
        Append(text, "sigmatemp", settings.SigmaTemperature);
        Append(text, "pitemp", settings.PiTemperature);
    }

    private static void Append(StringBuilder text, string key, float? value)
    {
        if (value is { } number) // null: what the model suggests
            text.Append(CultureInfo.InvariantCulture, $"{key} = {(double)number:0.0###################}\n");
    }

    private static EngineSettings ReadSettings(ConfigSection section)
    {
        InteractionConfig interaction = InteractionConfig.Read(section);
        return new EngineSettings(
            interaction.Mode,
            interaction.Threshold,
            SigmaTemperature: section.OptionalNumber("sigmatemp", Limits.MinTemperature, Limits.MaxTemperature),
            PiTemperature: section.OptionalNumber("pitemp", Limits.MinTemperature, Limits.MaxTemperature),
            Timescale: section.Number("timescale", Limits.MinTimescale, Limits.MaxTimescale, fallback: 1));
    }

    private static SavedModels ReadModels(ConfigSection section)
    {
        List<ModelStamp> known = [];
        if (section.TryGet("known", out TomlValue? models))
        {
            foreach (TomlValue model in models.Items)
            {
                if (model.Items is [{ Kind: TomlKind.Text } name, { Kind: TomlKind.Integer } changed,
                    { Kind: TomlKind.Integer } sum])
                    known.Add(new ModelStamp(name.Text, changed.Integer, (uint)sum.Integer));
                else
                    section.Wrong("known", model, "a name, a time and a checksum", 0);
            }
        }
        // Prose, because a file may be called anything.
        return new SavedModels(
            section.Prose("configured", ""), section.Prose("folder", ""), section.Prose("playing", ""), known);
    }

    /// <summary>A TOML string on one line, whatever is in it.</summary>
    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char letter in text)
        {
            if (letter is '"' or '\\')
                quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else
                quoted.Append(letter);
        }
        return quoted.Append('"').ToString();
    }
}

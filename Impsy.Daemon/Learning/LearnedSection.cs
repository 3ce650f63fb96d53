using System.Text;

namespace Impsy.Daemon.Learning;

/// <summary>Writes what was learned as sections of a configuration: [midi], and [serialmidi] for a wire.</summary>
internal static class LearnedSection
{
    /// <param name="learned">One for each control, in order; of a wire, the port is its path.</param>
    /// <returns>
    /// TOML. With several ports each has a mapping of all controls, [] where a control is on another one.
    /// </returns>
    public static string Write(IReadOnlyList<LearnedControl> learned)
    {
        string[] ports = [.. learned.Select(control => control.Port).Distinct()];
        StringBuilder text = new();
        text.Append($"[model]\ndimension = {learned.Count + 1}\n");
        string[] devices = [.. ports.Where(port => !IsWire(port))];
        if (devices.Length > 0)
            text.Append($"\n[midi]\nin_device = [{string.Join(", ", devices.Select(Quote))}]\n");
        foreach (string device in devices)
            WriteMapping(text, $"input.{Quote(device)}", device, learned);
        foreach (string wire in ports.Where(IsWire))
        {
            text.Append($"\n[serialmidi]\nport = {Quote(wire)}\n");
            WriteMapping(text, "input", wire, learned);
        }
        return text.ToString();
    }

    private static bool IsWire(string port) => port.StartsWith('/');

    private static void WriteMapping(
        StringBuilder text, string key, string port, IReadOnlyList<LearnedControl> learned)
    {
        text.Append($"{key} = [\n");
        foreach (LearnedControl control in learned)
            text.Append($"  {(control.Port == port ? control.Entry : "[]")},\n");
        text.Append("]\n");
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

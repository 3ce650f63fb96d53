using System.Globalization;
using System.Text;
using Impsy.Daemon.Pins;
using Impsy.Hardware.Adc;

namespace Impsy.Daemon.Learning;

/// <summary>
/// Writes what was learned as sections of a configuration: [midi], [serialmidi], [serial] and [adc], each when it has a
/// control.
/// </summary>
internal static class LearnedSection
{
    /// <param name="learned">One for each control, in order.</param>
    /// <returns>
    /// TOML. The numbers of a line are the controls of their places, whatever the order; the others fill up what is
    /// left. A mapping has all controls, [] where a control is on another port.
    /// </returns>
    public static string Write(IReadOnlyList<LearnedControl> learned)
    {
        LearnedControl?[] controls = Place(learned);
        HeardPort[] ports = [.. learned.Select(control => control.Port).Distinct()];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"[model]\ndimension = {controls.Length + 1}\n");
        HeardPort[] devices = [.. ports.Where(port => port.Kind == HeardPortKind.Midi)];
        if (devices.Length > 0)
            text.Append($"\n[midi]\nin_device = [{string.Join(", ", devices.Select(port => Quote(port.Path)))}]\n");
        foreach (HeardPort device in devices)
            WriteMapping(text, $"input.{Quote(device.Path)}", device, controls);
        foreach ((int i, HeardPort wire) in ports.Where(port => port.Kind == HeardPortKind.SerialMidi).Index())
            WriteWire(text, wire, controls, isFirst: i == 0);
        foreach (HeardPort line in ports.Where(port => port.Kind == HeardPortKind.Serial))
        {
            text.Append("\n# A line has as many numbers as there are controls, in their order.\n[serial]\n");
            text.Append(CultureInfo.InvariantCulture, $"port = {Quote(line.Path)}\nbaudrate = {line.Baudrate}\n");
        }
        WriteKnobs(text, controls);
        return text.ToString();
    }

    private static LearnedControl?[] Place(IReadOnlyList<LearnedControl> learned)
    {
        SortedDictionary<int, LearnedControl> places = [];
        foreach (LearnedControl number in learned.Where(control => control.Kind == LearnedKind.Number))
            places[number.Channel] = number;
        int free = 0;
        foreach (LearnedControl control in learned.Where(control => control.Kind != LearnedKind.Number))
        {
            while (places.ContainsKey(free))
                free++;
            places[free] = control;
        }
        LearnedControl?[] controls = new LearnedControl?[places.Keys.DefaultIfEmpty(-1).Max() + 1];
        foreach ((int place, LearnedControl control) in places)
            controls[place] = control;
        return controls;
    }

    private static void WriteWire(StringBuilder text, HeardPort wire, LearnedControl?[] controls, bool isFirst)
    {
        if (!isFirst)
        {
            text.Append($"\n# There can be one [serialmidi]: what was moved on {Quote(wire.Path)} is left out.\n");
            return;
        }
        text.Append($"\n[serialmidi]\nport = {Quote(wire.Path)}\n");
        WriteMapping(text, "input", wire, controls);
    }

    private static void WriteMapping(StringBuilder text, string key, HeardPort port, LearnedControl?[] controls)
    {
        text.Append($"{key} = [\n");
        foreach (LearnedControl? control in controls)
            text.Append($"  {(control is { } there && there.Port == port ? there.Entry : "[]")},\n");
        text.Append("]\n");
    }

    private static void WriteKnobs(StringBuilder text, LearnedControl?[] controls)
    {
        HeardPort? first = null;
        foreach ((int place, LearnedControl? control) in controls.Index())
        {
            if (control is not { Kind: LearnedKind.Knob } knob)
                continue;
            if (first is null)
            {
                text.Append("\n[adc]\n");
                WriteConverter(text, knob.Port);
                if (knob.Port.Speed != knob.Port.Chip!.SpeedHz && knob.Port.Chip != AdcChip.Iio)
                    text.Append(CultureInfo.InvariantCulture, $"speed = {knob.Port.Speed}\n");
                first = knob.Port;
            }
            WriteKnob(text, knob, place, isElsewhere: knob.Port != first);
        }
    }

    /// <summary>
    /// With the ends a hysteresis further in than they were read. What is read at rest is noise around the end, and a
    /// knob that creeps to its end is told up to a hysteresis before it: beside the margin of the curve, which makes
    /// up for the noise, this makes up for that, so that 0 and 1 are reached.
    /// </summary>
    private static void WriteKnob(StringBuilder text, in LearnedControl knob, int place, bool isElsewhere)
    {
        int margin = (int)MathF.Ceiling(knob.Port.Hysteresis);
        text.Append(CultureInfo.InvariantCulture, $"\n[[adc.input]]\nchannel = {knob.Channel}\n");
        text.Append(CultureInfo.InvariantCulture, $"dimension = {place + 1}\n");
        text.Append(CultureInfo.InvariantCulture, $"min = {knob.Range.Min + margin}\n");
        text.Append(CultureInfo.InvariantCulture, $"max = {knob.Range.Max - margin}\n");
        if (knob.Port.Hysteresis != Knob.HysteresisOf(knob.Port.Chip!, knob.Port.FullScale))
            text.Append(CultureInfo.InvariantCulture, $"hysteresis = {knob.Port.Hysteresis}\n");
        if (isElsewhere)
            WriteConverter(text, knob.Port);
    }

    private static void WriteConverter(StringBuilder text, HeardPort port)
    {
        text.Append($"chip = {Quote(port.Chip!.Name)}\nbus = {Quote(port.Path)}\n");
        if (port.Chip.IsI2c)
            text.Append($"address = 0x{port.Address:x2}\n");
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

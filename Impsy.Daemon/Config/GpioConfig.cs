namespace Impsy.Daemon.Config;

/// <summary>The [gpio] table: what is wired to the board's own pins.</summary>
/// <param name="Chip">Path, name or label of the chip that has the lines; empty: that of the board's header.</param>
internal sealed record GpioConfig(
    string Chip, IReadOnlyList<PinInputConfig> Inputs, IReadOnlyList<PinOutputConfig> Outputs)
{
    /// <summary>Inputs, and outputs: more than a header has lines.</summary>
    public const int Most = 64;

    /// <param name="controls">D-1; null when only the model knows.</param>
    public static GpioConfig Read(ConfigSection section, int? controls)
    {
        HashSet<string> lines = new(StringComparer.Ordinal);
        GpioConfig config = new(
            section.Text("chip", ""),
            section.Sections("input", input => CheckOnce(lines, input, PinInputConfig.Read(input, controls))),
            section.Sections("output", output => CheckOnce(lines, output, PinOutputConfig.Read(output, controls))));
        if (config.Inputs.Count == 0 && config.Outputs.Count == 0)
            section.Warning(section.Line, "", "not used: it has neither [[gpio.input]] nor [[gpio.output]]");
        if (config.Inputs.Count > Most || config.Outputs.Count > Most)
            section.Error(section.Line, "", $"expected at most {Most} inputs and {Most} outputs");
        return config;
    }

    private static PinInputConfig CheckOnce(HashSet<string> lines, ConfigSection section, PinInputConfig input)
    {
        foreach (string line in input.Lines)
            CheckOnce(lines, section, line);
        return input;
    }

    private static PinOutputConfig CheckOnce(HashSet<string> lines, ConfigSection section, PinOutputConfig output)
    {
        CheckOnce(lines, section, output.Line);
        return output;
    }

    private static void CheckOnce(HashSet<string> lines, ConfigSection section, string line)
    {
        if (line.Length > 0 && !lines.Add(line))
            section.Error(section.Line, "line", $"line {line} is used by another input or output already");
    }
}

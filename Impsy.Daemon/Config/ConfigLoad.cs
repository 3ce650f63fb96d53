namespace Impsy.Daemon.Config;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Config">Null exactly when one of the problems is an error.</param>
/// <param name="Problems">Errors and warnings, in the order of the file.</param>
/// <param name="Sections">What it says; null when it is no TOML.</param>
/// <param name="Text">The file itself, UTF-8; empty when it cannot be read.</param>
internal sealed record ConfigLoad(
    InstrumentConfig? Config, IReadOnlyList<ConfigProblem> Problems, SectionTexts? Sections = null,
    ReadOnlyMemory<byte> Text = default);

namespace Impsy.Daemon.Config;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Config">Null exactly when one of the problems is an error.</param>
/// <param name="Problems">Errors and warnings, in the order of the file.</param>
internal sealed record ConfigLoad(InstrumentConfig? Config, IReadOnlyList<ConfigProblem> Problems);

using System.Diagnostics.CodeAnalysis;
using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>From a file to an <see cref="InstrumentConfig"/>, or to the list of all that is wrong with it.</summary>
internal static class ConfigFile
{
    /// <summary>Never throws: that a file cannot be read is a problem like the others.</summary>
    public static ConfigLoad Load(string path) => Load(path, new ConfigOverrides());

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="overrides">Values that count instead of the file's; free of mistakes of their own.</param>
    public static ConfigLoad Load(string path, ConfigOverrides overrides) =>
        TryReadBytes(path, out byte[]? text, out string? reason)
            ? Parse(path, text, overrides)
            : new ConfigLoad(null, [new ConfigProblem(path, 0, 0, "", reason)]);

    /// <param name="path">For messages, and for the record.</param>
    /// <param name="text">UTF-8.</param>
    public static ConfigLoad Parse(string path, ReadOnlySpan<byte> text, ConfigOverrides? overrides = null)
    {
        if (!TomlReader.TryRead(text, out TomlTable? root, out TomlError? error))
        {
            TomlPosition place = error.Position;
            return new ConfigLoad(null, [new ConfigProblem(path, place.Line, place.Column, "", error.Message)]);
        }
        overrides?.LayOver(root);
        ConfigReport report = new(path);
        ConfigSection file = new(report, root);
        InstrumentConfig config = InstrumentConfig.Read(path, file);
        file.ReportUnknownKeys();
        return new ConfigLoad(
            report.HasErrors ? null : config, report.Problems, new SectionTexts(root), text.ToArray());
    }

    private static bool TryReadBytes(
        string path, [NotNullWhen(true)] out byte[]? text, [NotNullWhen(false)] out string? reason)
    {
        text = null;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One byte more than is allowed: a file that never ends, such as a device, must not fill the memory.
            byte[] buffer = new byte[TomlReader.MaxBytes + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            reason = length <= TomlReader.MaxBytes ? null
                : $"expected a configuration of at most {TomlReader.MaxBytes} bytes, found more";
            text = reason is null ? buffer[..length] : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            reason = "expected a configuration file, found nothing there";
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reason = Directory.Exists(path)
                ? "expected a configuration file, found a folder" : $"cannot be read: {failure.Message}";
        }
        return reason is null;
    }
}

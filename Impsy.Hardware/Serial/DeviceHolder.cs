namespace Impsy.Hardware.Serial;

/// <summary>Finds out which process has a device open, as far as this user may look. Slow; any thread.</summary>
internal static class DeviceHolder
{
    /// <param name="path">A device, or a link to one.</param>
    /// <returns>E.g. "minicom (process 1234)"; null when it is not to be seen.</returns>
    internal static string? Find(string path)
    {
        string device = Resolve(path);
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            string number = Path.GetFileName(process);
            if (char.IsAsciiDigit(number[0]) && number != $"{Environment.ProcessId}" && HasOpen(process, device))
                return $"{Name(process)} (process {number})";
        }
        return null;
    }

    private static string Resolve(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static bool HasOpen(string process, string device)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName == device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile, or belongs to someone else
        }
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return "a program";
        }
    }
}

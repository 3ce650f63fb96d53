namespace Impsy.Torture;

/// <summary>A file system in memory, mounted in a folder of its own. Root only; goes with the test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;
    private readonly List<string> _fillers = [];

    /// <param name="options">Of mount, beside the size: "nr_inodes=3", "ro".</param>
    public SmallDisk(int megabytes, string options = "rw")
    {
        Path = Directory.CreateTempSubdirectory("impsy-disk-").FullName;
        Shell.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,{options}", "tmpfs", Path);
        _filler = System.IO.Path.Combine(Path, "filler");
    }

    public string Path { get; }

    /// <summary>Takes all but so much of what is free.</summary>
    public void LeaveFree(long bytes)
    {
        Empty();
        long free = new DriveInfo(Path).AvailableFreeSpace;
        string file = $"{_filler}{_fillers.Count}";
        _fillers.Add(file);
        using FileStream filler = new(file, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = free - bytes,
        });
    }

    public void Empty()
    {
        _fillers.ForEach(File.Delete);
        _fillers.Clear();
    }

    /// <param name="options">"ro", "rw", "nr_inodes=100".</param>
    public void Remount(string options) => Shell.Run("mount", "-o", $"remount,{options}", Path);

    public void Dispose()
    {
        Shell.Run("umount", "-l", Path);
        Directory.Delete(Path);
    }
}

using Impsy.Hardware.Linux;

namespace Impsy.Hardware.Tests.Linux;

public sealed class FolderWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("impsy-watch-").FullName;
    private readonly EventFd _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_written_or_moved_there_is_told_when_it_is_whole_and_nothing_else_is()
    {
        string models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        using FolderWatch watch = new(models, _stop);
        using (FileStream file = File.Create(Path.Combine(models, "écrit.onnx")))
            file.WriteByte(1);
        File.WriteAllText(Path.Combine(_folder, "elsewhere"), "");
        File.Move(Path.Combine(_folder, "elsewhere"), Path.Combine(models, "moved.onnx"));
        _ = File.ReadAllBytes(Path.Combine(models, "moved.onnx"));
        File.SetLastWriteTimeUtc(Path.Combine(models, "moved.onnx"), DateTime.UnixEpoch);
        File.Delete(Path.Combine(models, "moved.onnx"));
        Directory.CreateDirectory(Path.Combine(models, "inner"));
        using (FileStream file = File.OpenWrite(Path.Combine(models, "écrit.onnx")))
            file.WriteByte(2); // as scp overwrites
        Assert.Equal(["écrit.onnx", "moved.onnx", "écrit.onnx"], Take(watch, 3));
    }

    [Fact]
    public void A_file_that_is_still_open_is_not_told()
    {
        using FolderWatch watch = new(_folder, _stop);
        using FileStream partial = File.Create(Path.Combine(_folder, "partial.onnx"));
        partial.WriteByte(1);
        partial.Flush();
        File.WriteAllText(Path.Combine(_folder, "whole.onnx"), "");
        Assert.Equal(["whole.onnx"], Take(watch, 1));
    }

    [Fact]
    public void A_folder_that_comes_later_or_comes_back_is_looked_at_as_a_whole()
    {
        string models = Path.Combine(_folder, "models");
        using FolderWatch watch = new(models, _stop);
        Directory.CreateDirectory(models);
        Assert.Equal(["?"], Take(watch, 1));
        Directory.Move(models, Path.Combine(_folder, "old"));
        File.WriteAllText(Path.Combine(_folder, "old", "not ours any more"), "");
        Directory.CreateDirectory(models);
        Assert.Equal(["?"], Take(watch, 1));
        File.WriteAllText(Path.Combine(models, "new.onnx"), "");
        Assert.Equal(["new.onnx"], Take(watch, 1));
    }

    [Fact]
    public void More_files_than_one_reading_holds_are_all_told()
    {
        using FolderWatch watch = new(_folder, _stop);
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"{i}-{new string('x', i % 200)}")];
        foreach (string name in names)
            File.WriteAllText(Path.Combine(_folder, name), "");
        // In any order: a process that another test starts just then has the file open, too, until it is that process.
        Assert.Equal(names.Order(StringComparer.Ordinal), Take(watch, names.Length).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_can_be_stopped_while_it_waits()
    {
        using FolderWatch watch = new(_folder, _stop);
        bool told = true;
        Thread waiting = new(() => told = watch.Next(out _));
        waiting.Start();
        _stop.Ring();
        Assert.True(waiting.Join(20_000));
        Assert.False(told);
    }

    /// <summary>Names, and "?" for files that may have come unseen.</summary>
    private static string[] Take(FolderWatch watch, int count)
    {
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            Assert.True(watch.Next(out string? name));
            names[i] = name ?? "?";
        }
        return names;
    }
}

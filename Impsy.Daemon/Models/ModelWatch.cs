using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Models;

/// <summary>
/// Looks out for models that are copied over, and has them tried. A file that is still being written is not one: it is
/// told when whoever writes it has closed it, or has moved it to its name. A thread of its own.
/// </summary>
/// <param name="only">The file that is meant, beside the one that plays; null: every model of the folder.</param>
/// <param name="elsewhere">
/// Called instead of trying the model, because the one that plays is from another folder; null: it is from this one.
/// </param>
internal sealed partial class ModelWatch(
    string folder, string? only, ModelLoader models, Action? elsewhere, ILogger logger) : IDisposable
{
    private readonly EventFd _stop = new();
    private FolderWatch? _watch;
    private Thread? _thread;

    public void Start()
    {
        try
        {
            _watch = new FolderWatch(folder, _stop);
        }
        catch (IOException failure)
        {
            LogBlind(failure.Message); // the kernel's limits: it plays, and a restart finds the model
            return;
        }
        _thread = new Thread(Run) { Name = "model watch", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Ring();
        _thread?.Join();
        _watch?.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (_watch!.Next(out string? name))
        {
            // Unseen: the folder came back, with one file or with all of them.
            name ??= only ?? (ModelFolder.List(folder) is [.., ModelStamp newest] ? newest.Name : null);
            if (name is not { Length: > 0 } || !ModelFolder.IsModel(name))
                continue;
            if (elsewhere is not null && (only is null || name == only))
                elsewhere();
            else if (elsewhere is null && (only is null || name == only || name == models.Current))
                models.Land(name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "models that are copied over are not noticed: {Problem}")]
    private partial void LogBlind(string problem);
}

using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;
using Impsy.Inference;

namespace Impsy.Daemon.Models;

/// <summary>
/// Loads models while the instrument plays, on a thread of its own, and takes the replaced ones away. Only a model
/// that has predicted once is offered to the engine; of requests that come faster than models load, the last counts.
/// After a refusal it pauses, or a flood of wrong names would fill the journal.
/// </summary>
/// <param name="folder">The only folder that names are looked for in.</param>
/// <param name="dimension">What every model must have.</param>
internal sealed partial class ModelLoader(string folder, int dimension, CommandQueue commands, ILogger logger) : IDisposable
{
    private const int RetirementPollMilliseconds = 50;
    private const int PauseAfterRefusalMilliseconds = 1000;

    private readonly EventFd _bell = new();
    private readonly EventFd _stop = new();
    private Thread? _thread;
    private string? _requested;
    private volatile bool _stopping;
    private string _current = "";

    /// <summary>The model that plays, or was last asked to: a name for people.</summary>
    public string Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public void Start()
    {
        _thread = new Thread(Run) { Name = "model loader" };
        _thread.Start();
    }

    /// <summary>Any thread: load this model and let it take over.</summary>
    /// <param name="name">A bare file name within the models folder; ".onnx" may be left out.</param>
    public void Request(string name)
    {
        Volatile.Write(ref _requested, name);
        _bell.Ring();
    }

    /// <summary>Any thread: the model of this number, from 0, among the folder's models by name.</summary>
    public void RequestNumber(int number)
    {
        string[] names = Names();
        if (number < names.Length)
            Request(names[number]);
    }

    /// <summary>Any thread: the model after the one that plays, and after the last the first.</summary>
    public void RequestNext()
    {
        string[] names = Names();
        if (names.Length > 0)
            Request(names[(Array.IndexOf(names, Volatile.Read(ref _requested) ?? Current) + 1) % names.Length]);
    }

    public void Dispose()
    {
        _stopping = true;
        _stop.Ring();
        _bell.Ring();
        _thread?.Join();
        _stop.Dispose();
        _bell.Dispose();
    }

    /// <summary>A name that could lead out of the folder, or to nothing, is no name of a model.</summary>
    internal static bool IsBareName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/') && !name.Contains('\0');

    private string[] Names()
    {
        try
        {
            // Files that are named in our way tell their dimension; one that is not ours would only be refused.
            string[] names = [.. Directory.EnumerateFiles(folder, "*.onnx").Select(path => Path.GetFileName(path))
                .Where(name => !name.Contains("-dim") || name.Contains($"-dim{dimension}-"))];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogRefused(failure.Message);
            return [];
        }
    }

    private void Run()
    {
        bool retiring = false;
        while (!_stopping)
        {
            _bell.Wait(retiring ? RetirementPollMilliseconds : -1);
            if (Interlocked.Exchange(ref _requested, null) is { } name)
            {
                if (TryOffer(name))
                    retiring = true;
                else
                    _stop.Wait(PauseAfterRefusalMilliseconds);
            }
            if (retiring && commands.TakeRetiredModel() is { } retired)
            {
                retired.Dispose();
                retiring = false;
            }
        }
    }

    private bool TryOffer(string name)
    {
        if (!IsBareName(name))
        {
            LogRefused($"'{name}': expected the bare name of a file in {folder}");
            return false;
        }
        string file = name.EndsWith(".onnx", StringComparison.Ordinal) ? name : name + ".onnx";
        try
        {
            IPredictor model = ModelFile.Load(Path.Combine(folder, file), dimension, Environment.TickCount);
            Current = file;
            LogTakesOver(file, model.Metadata.Describe());
            commands.OfferModel(model)?.Dispose();
            return true;
        }
        catch (ModelException refusal)
        {
            LogRefused(refusal.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "model {File} takes over: {Description}")]
    private partial void LogTakesOver(string file, string description);

    [LoggerMessage(LogLevel.Warning, "model refused, the one before plays on: {Reason}")]
    private partial void LogRefused(string reason);
}

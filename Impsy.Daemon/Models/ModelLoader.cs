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
    private readonly Lock _aiming = new(); // between the loading thread and a reload
    private string _folder = folder;
    private int _dimension = dimension;
    private Action? _misfit;
    private Thread? _thread;
    private string? _requested;
    private string? _landed;
    private LoadedModel? _playing;
    private volatile bool _stopping;
    private bool _offered; // since the last look
    private string _current = "";
    private string _refusal = "";
    private long _taken;
    private long _refused;

    /// <summary>The model that plays, or was last asked to: a name for people.</summary>
    public string Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The model that plays, or is about to; null when it is none of a file.</summary>
    public LoadedModel? Playing
    {
        get => Volatile.Read(ref _playing);
        set => Volatile.Write(ref _playing, value);
    }

    /// <summary>Models that were taken over while it played.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Models that were refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Why the last of them was; empty when none was since one was taken.</summary>
    public string Refusal => Volatile.Read(ref _refusal);

    /// <summary>Another configuration counts from now on.</summary>
    /// <param name="misfit">
    /// Called, on the loading thread, when a model lands whose dimension is another: whoever can rebuild the instrument
    /// around it does. Null: it is refused.
    /// </param>
    public void Aim(string folder, int dimension, Action? misfit)
    {
        lock (_aiming)
            (_folder, _dimension, _misfit) = (folder, dimension, misfit);
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

    /// <summary>Any thread: this file of the folder is new; it takes over, unless it is what plays already.</summary>
    public void Land(string name)
    {
        Volatile.Write(ref _landed, name);
        _bell.Ring();
    }

    /// <summary>Any thread: whether there is such a model to ask for.</summary>
    public bool Has(string name) => IsBareName(name) && File.Exists(Path.Combine(Aimed().Folder, FileOf(name)));

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
            (string folder, int dimension, _) = Aimed();
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
                Try(name, hasLanded: false);
            if (Interlocked.Exchange(ref _landed, null) is { } landed)
                Try(landed, hasLanded: true);
            retiring |= _offered;
            _offered = false;
            bool isSettled = commands.IsSettled; // before the look: what has retired until then is found
            commands.TakeRetiredModel()?.Dispose();
            retiring &= !isSettled;
        }
    }

    private void Try(string name, bool hasLanded)
    {
        try
        {
            if (!IsBareName(name))
                throw new ModelException($"'{name}'", $"expected the bare name of a file in {Aimed().Folder}");
            Offer(FileOf(name), hasLanded);
        }
        catch (ModelException refusal)
        {
            Volatile.Write(ref _refusal, refusal.Message);
            Volatile.Write(ref _refused, _refused + 1);
            LogRefused(refusal.Message);
            _stop.Wait(PauseAfterRefusalMilliseconds);
        }
    }

    private void Offer(string file, bool hasLanded)
    {
        (string folder, int dimension, Action? misfit) = Aimed();
        string path = Path.Combine(folder, file);
        if (hasLanded && Playing is { } playing && ModelStamp.TryRead(path) is { } stamp
            && stamp.Name == playing.Name && stamp.Checksum == playing.Stamp.Checksum)
        {
            return;
        }
        LoadedModel model = ModelFile.Open(path, null, Environment.TickCount);
        if (model.Predictor.Dimension != dimension)
        {
            model.Predictor.Dispose();
            if (!hasLanded || misfit is null)
                throw new ModelException(path, $"dimension: expected {dimension}, found {model.Predictor.Dimension}");
            misfit();
            return;
        }
        LogTakesOver(file, model.Predictor.Metadata.Describe());
        Playing = model;
        Current = file;
        Volatile.Write(ref _refusal, "");
        Volatile.Write(ref _taken, _taken + 1);
        commands.OfferModel(model.Predictor)?.Dispose();
        _offered = true;
    }

    private static string FileOf(string name) =>
        name.EndsWith(".onnx", StringComparison.Ordinal) ? name : name + ".onnx";

    private (string Folder, int Dimension, Action? Misfit) Aimed()
    {
        lock (_aiming)
            return (_folder, _dimension, _misfit);
    }

    [LoggerMessage(LogLevel.Information, "model {File} takes over: {Description}")]
    private partial void LogTakesOver(string file, string description);

    [LoggerMessage(LogLevel.Warning, "model refused, the one before plays on: {Reason}")]
    private partial void LogRefused(string reason);
}

using System.Diagnostics;
using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// A training from its first update to its last: batches, learning rate, validations, and the best weights of all.
/// Usable by one thread at a time; uses others itself.
/// </summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly WorkerTeam _team;
    private readonly Learner _learner;
    private readonly Validator _validator;
    private readonly WindowStream _windows;
    private readonly List<HistoryPoint> _history = [];
    private readonly Window[] _batch;
    private float[] _bestParameters = [];
    private double _lossSum;
    private long _lossCount;
    private double _progress; // 0..1

    /// <param name="threads">At least 1; changes nothing but the time it takes.</param>
    public TrainingRun(TrainingData data, TrainingOptions options, int threads, IKernels kernels)
    {
        _data = data;
        _options = options;
        _batch = new Window[options.BatchSize];
        _windows = new WindowStream(data.Training, options.WindowLength, options.Stride, options.Seed);
        Network network = new(new NetworkShape(data.Dimension, options.Units, options.Layers, options.Mixtures));
        WeightInitializer initializer = new(network.Shape, options.Seed);
        initializer.Create(options.Coding, options.SpreadTime, options.OrthogonalPerGate)
            .CopyTo(network.Parameters.Span);
        _team = new WorkerTeam(threads);
        _learner = new Learner(options, network, data.Values.Step, kernels, _team);
        _validator = new Validator(data.Validation, options, network, kernels, _team);
    }

    public long Update => _learner.Updates;

    /// <summary>Updates whose gradient was no number.</summary>
    public long Skipped => _learner.Skipped;

    public IReadOnlyList<HistoryPoint> History => _history;

    /// <summary>Null before the first validation.</summary>
    public HistoryPoint? Best => _history.Count == 0 ? null : _history.MinBy(point => point.Bits);

    private NetworkShape Shape => _learner.Network.Shape;

    /// <summary>Trains until an end; may be called again after it was stopped.</summary>
    /// <param name="limit">
    /// If the updates would take longer, the schedule is shortened to end with this; the result then depends on the
    /// speed of the machine.
    /// </param>
    /// <param name="report">Called on this thread after each update.</param>
    public TrainingEnd Run(TimeSpan? limit, Action<TrainingProgress> report, CancellationToken stop)
    {
        Stopwatch watch = Stopwatch.StartNew();
        double before = _progress;
        while (true)
        {
            if (FindEnd(stop) is TrainingEnd end)
            {
                if (_lossCount != 0) // what was learnt last is measured, too
                    Report(_lossSum / _lossCount, Validate());
                return end;
            }
            double loss = LearnBatch();
            double share = limit is TimeSpan given ? watch.Elapsed / given : 0;
            double due = Math.Max((double)Update / _options.Updates, before + (1 - before) * share);
            _progress = Math.Min(Math.Max(_progress, due), 1);
            Report(loss, Update % _options.ValidateEvery == 0 ? Validate() : null);
        }

        void Report(double loss, HistoryPoint? validation)
        {
            double pace = _progress > before ? (1 - _progress) / (_progress - before) : 0;
            report(new TrainingProgress(
                Update, _options.Updates, _progress, loss, validation, Best, watch.Elapsed, watch.Elapsed * pace));
        }
    }

    /// <summary>The weights with the fewest bits, for a model file.</summary>
    /// <exception cref="InvalidOperationException">There was no validation yet.</exception>
    public MdrnnWeights BestWeights() => _bestParameters.Length == 0
        ? throw new InvalidOperationException("nothing was validated yet")
        : Network.ToWeights(Shape, _bestParameters, _options.Coding);

    public TrainingState Snapshot() => new()
    {
        Options = _options,
        Dimension = _data.Dimension,
        Fingerprint = _data.Fingerprint,
        Update = Update,
        Skipped = Skipped,
        Progress = _progress,
        Pass = _windows.Pass,
        Position = _windows.Position,
        LossSum = _lossSum,
        LossCount = _lossCount,
        History = [.. _history],
        Parameters = _learner.Network.Parameters.Span.ToArray(),
        GradientMean = _learner.Mean.Span.ToArray(),
        GradientSquare = _learner.Square.Span.ToArray(),
        BestParameters = [.. _bestParameters],
    };

    /// <param name="state">Of a trainer with the same data and options.</param>
    public void Restore(TrainingState state)
    {
        state.Parameters.CopyTo(_learner.Network.Parameters.Span);
        state.GradientMean.CopyTo(_learner.Mean.Span);
        state.GradientSquare.CopyTo(_learner.Square.Span);
        _learner.Updates = state.Update;
        _learner.Skipped = state.Skipped;
        _windows.Seek(state.Pass, state.Position);
        _bestParameters = [.. state.BestParameters];
        _history.Clear();
        _history.AddRange(state.History);
        (_lossSum, _lossCount, _progress) = (state.LossSum, state.LossCount, state.Progress);
    }

    public void Dispose() => _team.Dispose();

    private TrainingEnd? FindEnd(CancellationToken stop)
    {
        if (Update >= _options.Updates)
            return TrainingEnd.Finished;
        if (_progress >= 1)
            return TrainingEnd.OutOfTime;
        if (_options.Patience > 0 && ValidationsInVain() >= _options.Patience)
            return TrainingEnd.NoLongerBetter;
        return stop.IsCancellationRequested ? TrainingEnd.Stopped : null;
    }

    /// <summary>
    /// Since the best, but none before the share of BinsFrom is over: with a high learning rate the bits stand still
    /// for long, and fall when it does.
    /// </summary>
    private int ValidationsInVain()
    {
        double from = _options.OneCycle ? _options.BinsFrom * _options.Updates : 0;
        long best = Best?.Update ?? 0;
        return _history.Count(point => point.Update > best && point.Update > from);
    }

    /// <returns>Its loss, nats per event.</returns>
    private double LearnBatch()
    {
        for (int i = 0; i < _batch.Length; i++)
            _batch[i] = _windows.Next();
        double rate = _options.OneCycle
            ? LearningRateSchedule.OneCycle(_options.LearningRate, _progress)
            : _options.LearningRate;
        double loss = _learner.Learn(_batch, rate, useBins: _progress >= _options.BinsFrom);
        _lossSum += loss;
        _lossCount++;
        return loss;
    }

    private HistoryPoint Validate()
    {
        double bits = _validator.Measure();
        if (Best is not HistoryPoint best || bits < best.Bits)
            _bestParameters = _learner.Network.Parameters.Span.ToArray();
        HistoryPoint point = new(Update, _lossSum / Math.Max(_lossCount, 1), bits);
        _history.Add(point);
        (_lossSum, _lossCount) = (0, 0);
        return point;
    }
}

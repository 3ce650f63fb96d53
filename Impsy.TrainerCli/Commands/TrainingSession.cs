using System.Runtime.InteropServices;
using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// A training on a terminal: shown as it goes, written down from time to time, and ended in good order by Ctrl-C. The
/// second Ctrl-C ends the program at once, as it would have without this. One thread; signals come on others.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    /// <summary>Between two writes of the checkpoint: what a power cut costs at most.</summary>
    private static readonly TimeSpan s_checkpointEvery = TimeSpan.FromSeconds(30);

    private readonly TrainingRun _trainer;
    private readonly TrainedModel _model;
    private readonly TrainingOptions _options;
    private readonly TimeSpan? _limit;
    private readonly TextWriter _output;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile bool _isInterrupted;
    private TrainingState? _whereStopped;
    private TimeSpan _written;
    private bool _hasSeenDensities;

    public TrainingSession(
        TrainingRun trainer, TrainedModel model, TrainingOptions options, TimeSpan? limit, TextWriter output)
    {
        _trainer = trainer;
        _model = model;
        _options = options;
        _limit = limit;
        _output = output;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Why there is no checkpoint of the end; null when there is one.</summary>
    public string? WriteFailure { get; private set; }

    /// <summary>The update from which on bins were learnt; null when none were.</summary>
    public double? LossTurn { get; private set; }

    /// <summary>Trains until an end, and leaves a checkpoint of it.</summary>
    public TrainingEnd Run()
    {
        using CancellationTokenSource stop = new();
        TrainingEnd end;
        using (TrainingDisplay display = new(_output))
        {
            end = _trainer.Run(
                _limit,
                progress =>
                {
                    display.Show(progress);
                    FindTurn(progress);
                    Keep(progress, stop);
                },
                stop.Token);
        }
        WriteCheckpoint(end == TrainingEnd.Stopped && _whereStopped is not null ? _whereStopped : _trainer.Snapshot());
        return end;
    }

    private void Keep(in TrainingProgress progress, CancellationTokenSource stop)
    {
        if (_isInterrupted && !stop.IsCancellationRequested)
        {
            // As it stands now, before the measuring that ends a training early: resumed from here it goes on as if
            // nothing had been.
            _whereStopped = _trainer.Snapshot();
            stop.Cancel();
        }
        else if (progress.Elapsed - _written >= s_checkpointEvery)
        {
            // A full disk must not end a training: what is tried again in half a minute may go well.
            WriteCheckpoint(_trainer.Snapshot());
            _written = progress.Elapsed;
        }
    }

    /// <summary>A time limit moves it, so it is watched for; before a checkpoint it was where the options say.</summary>
    private void FindTurn(in TrainingProgress progress)
    {
        if (progress.Progress < _options.BinsFrom)
            _hasSeenDensities = true;
        else
            LossTurn ??= _hasSeenDensities ? progress.Update : _options.BinsFrom * _options.Updates;
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void WriteCheckpoint(TrainingState state)
    {
        try
        {
            _model.WriteCheckpoint(state);
            WriteFailure = null;
        }
        catch (IOException failure)
        {
            WriteFailure = failure.Message;
        }
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !_isInterrupted; // the first time, what there is is kept
        _isInterrupted = true;
    }
}

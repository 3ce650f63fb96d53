using System.CommandLine;
using System.Globalization;
using Impsy.TrainerCli.Datasets;
using Impsy.TrainerCli.Training;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// impsy-trainer train: playing becomes a model. Keeps the best of all validations, and a checkpoint from which an
/// interrupted training goes on as if nothing had happened.
/// </summary>
internal sealed class TrainCommand
{
    private const string Name = "train";

    private const string Examples = """

        Some takes are kept back, and bits per event say how surprised the model is at them: lower is better. The best
        model of all that were measured is kept, never the last. Ctrl-C ends the training early and keeps it, too. A
        report beside the models, to be looked at in a browser, tells how good they are.

        Examples:
          impsy-trainer train -D 9 -S logs
              A model of size s from all nine-dimensional logs in a folder, in a few minutes, into models/.
          impsy-trainer train -D 9 -S datasets/training-dataset-9d.npz -M m --time-limit 10 -O brains
              A larger one from a dataset, in ten minutes, into brains/.
          impsy-trainer train -S logs --resume models/musicMDRNN-dim9-layers2-units64-mixtures24-scale10-checkpoint.npz
              Goes on where a training was stopped.
          impsy-trainer train -D 9 -S logs --recipe impsy
              In the way of Python IMPSY, to see what the difference is.
        """;

    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private TrainCommand(TextWriter output, TextWriter error)
    {
        _output = output;
        _error = error;
    }

    public static Command Create(TextWriter output, TextWriter error)
    {
        TrainOptions options = new();
        Command command = new(Name, "Learns a model from performances.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (options.Read(parsed, out IReadOnlyList<string> mistakes) is TrainRequest request)
                return new TrainCommand(output, error).Train(request);
            foreach (string mistake in mistakes)
                error.WriteLine($"impsy-trainer {Name}: {mistake}");
            return TrainerCommand.Misused;
        });
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private int Train(TrainRequest request)
    {
        TrainingState? state = request.Resume is null ? null : Checkpoint.Read(request.Resume);
        int dimension = state?.Dimension ?? request.Dimension;
        TrainingOptions options = state?.Options ?? request.Options!;
        TakeSource source = TakeSource.Read(request.Source, dimension);
        foreach (string remark in source.Remarks)
            Say(remark);
        TrainingData data = TrainingData.Create(source.Takes, dimension, options.WindowLength, request.Validation);
        if (data.Values.OutOfRange != 0)
            Say($"{data.Values.OutOfRange} values outside 0..1 count as the nearer end");
        if (state is not null && state.Fingerprint != data.Fingerprint)
        {
            throw new InvalidDataException(
                $"{request.Resume}: was learning from other takes than {request.Source} holds now; " +
                "train anew, or give it the same");
        }
        if (state is null)
            options = Complete(options, request, data);
        OutputFile.EnsureWritable(request.Destination);
        TrainedModel model = new(request, source.Takes, data, options);
        Say($"{data.Describe()}");
        string threads = request.Threads == 1 ? "1 thread" : $"{request.Threads} threads";
        Say($"{options.Describe()}; {threads}, {KernelChoice.Best.Name} registers");
        using TrainingRun trainer = new(data, options, request.Threads, KernelChoice.Best);
        if (state is not null)
        {
            trainer.Restore(state);
            Say($"goes on after update {state.Update} of {options.Updates}");
        }
        using TrainingSession session = new(trainer, model, options, request.TimeLimit, _output);
        TrainingEnd end = session.Run();
        return Finish(trainer, session, end, request, model);
    }

    /// <summary>What depends on how much there is to learn from.</summary>
    private static TrainingOptions Complete(TrainingOptions options, TrainRequest request, TrainingData data)
    {
        WindowStream windows = new(data.Training, options.WindowLength, options.Stride, options.Seed);
        long perEpoch = Math.Max(1, (windows.WindowsPerPass + options.BatchSize - 1) / options.BatchSize);
        long updates = options.Updates;
        if (request.Epochs is int epochs)
            updates = epochs * perEpoch;
        else if (updates == 0)
            updates = TrainingOptions.ImpsyEpochs * perEpoch;
        long validateEvery = options.ValidateEvery == 0
            ? perEpoch
            : Math.Clamp(updates / 20, 1, options.ValidateEvery);
        return options with { Updates = updates, ValidateEvery = validateEvery };
    }

    private int Finish(
        TrainingRun trainer, TrainingSession session, TrainingEnd end, TrainRequest request, TrainedModel model)
    {
        Say(end switch
        {
            TrainingEnd.Finished => "all updates done",
            TrainingEnd.NoLongerBetter => "stopped: it no longer became better",
            TrainingEnd.OutOfTime => "the time is over",
            _ => "stopped",
        });
        if (trainer.Skipped != 0)
            Say($"{trainer.Skipped} updates skipped: their gradient was no number; a lower --learning-rate may help");
        if (trainer.Best is not HistoryPoint best)
        {
            _error.WriteLine($"impsy-trainer {Name}: stopped before anything was learnt: no model written");
            return TrainerCommand.Failed;
        }
        Say(string.Create(
            CultureInfo.InvariantCulture, $"best: {best.Bits:0.000} bits per event after update {best.Update}"));
        if (best.Bits >= Impsy.Inference.EventSurprise.MaximumBits)
        {
            _error.WriteLine($"impsy-trainer {Name}: nothing was learnt; a lower --learning-rate may help");
            return TrainerCommand.Failed;
        }
        model.Write(trainer.BestWeights(), trainer.History, session.LossTurn, _output);
        if (session.WriteFailure is string failure)
        {
            _error.WriteLine($"impsy-trainer: {failure}");
            return TrainerCommand.Failed;
        }
        if (end == TrainingEnd.Stopped)
            Say($"to go on: {request.ResumeLine(model.CheckpointPath)}");
        return TrainerCommand.Done;
    }

    private void Say(string line) => _output.WriteLine(line);
}

using Impsy.Inference.Numpy;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// A training state as a NumPy archive: numbers by name, so that it can be looked at with Python. The best weights so
/// far lie in it once more under the names that <c>impsy-trainer export --weights</c> reads.
/// </summary>
internal static class Checkpoint
{
    private const string Prefix = "train.";
    private const long Version = 2;

    public static void Write(TrainingState state, Stream stream)
    {
        using NpzWriter file = new(stream);
        file.Add(Prefix + "version", [Version]);
        file.Add(Prefix + "dimension", [state.Dimension]);
        file.Add(Prefix + "data", [state.Fingerprint]);
        file.Add(Prefix + "update", [state.Update]);
        file.Add(Prefix + "skipped", [state.Skipped]);
        file.Add(Prefix + "progress", [state.Progress]);
        file.Add(Prefix + "windows", [state.Pass, state.Position]);
        file.Add(Prefix + "loss", [state.LossSum, state.LossCount]);
        foreach ((string name, double value) in OptionNumbers.Of(state.Options))
            file.Add($"{Prefix}option.{name}", [value]);
        file.Add(Prefix + "history.update", [.. state.History.Select(point => point.Update)]);
        file.Add(Prefix + "history.loss", [.. state.History.Select(point => point.Loss)]);
        file.Add(Prefix + "history.bits", [.. state.History.Select(point => point.Bits)]);
        file.Add(Prefix + "parameters", state.Parameters);
        file.Add(Prefix + "gradient_mean", state.GradientMean);
        file.Add(Prefix + "gradient_square", state.GradientSquare);
        file.Add(Prefix + "best", state.BestParameters);
        if (state.BestParameters.Length != 0)
        {
            TrainingOptions options = state.Options;
            NetworkShape shape = new(state.Dimension, options.Units, options.Layers, options.Mixtures);
            WeightsFile.Add(file, Network.ToWeights(shape, state.BestParameters, options.Coding));
        }
    }

    /// <exception cref="InvalidDataException">It is no checkpoint, or a damaged one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainingState Read(string path)
    {
        using NpzFile file = new(path);
        if (!file.Names.Contains(Prefix + "version"))
            throw new InvalidDataException($"{path}: is no checkpoint of a training");
        if (Whole("version") != Version)
            throw new InvalidDataException($"{path}: is a checkpoint of version {Whole("version")}; read is {Version}");
        TrainingOptions options = OptionNumbers.Read(name => Numbers($"option.{name}", 1)[0]);
        int dimension = (int)Whole("dimension");
        NetworkShape shape = new(dimension, options.Units, options.Layers, options.Mixtures);
        long[] updates = file.Read(Prefix + "history.update").ToInt64();
        double[] losses = Numbers("history.loss", updates.Length);
        double[] bits = Numbers("history.bits", updates.Length);
        double[] loss = Numbers("loss", 2);
        long[] windows = Wholes("windows", 2);
        return new TrainingState
        {
            Options = options,
            Dimension = dimension,
            Fingerprint = Whole("data"),
            Update = Whole("update"),
            Skipped = Whole("skipped"),
            Progress = Numbers("progress", 1)[0],
            Pass = windows[0],
            Position = (int)windows[1],
            LossSum = loss[0],
            LossCount = (long)loss[1],
            History = [.. updates.Select((update, i) => new HistoryPoint(update, losses[i], bits[i]))],
            Parameters = Parameters("parameters", shape.Count),
            GradientMean = Parameters("gradient_mean", shape.Count),
            GradientSquare = Parameters("gradient_square", shape.Count),
            BestParameters = Parameters("best", updates.Length == 0 ? 0 : shape.Count),
        };

        long Whole(string name) => Wholes(name, 1)[0];

        long[] Wholes(string name, int count) => Checked(name, file.Read(Prefix + name).ToInt64(), count);

        double[] Numbers(string name, int count) => Checked(name, file.Read(Prefix + name).ToDoubles(), count);

        float[] Parameters(string name, int count) => Checked(name, file.Read(Prefix + name).ToSingles(), count);

        T[] Checked<T>(string name, T[] values, int count) => values.Length == count
            ? values
            : throw new InvalidDataException(
                $"{path}: {Prefix}{name}: expected {count} values, found {values.Length}");
    }
}

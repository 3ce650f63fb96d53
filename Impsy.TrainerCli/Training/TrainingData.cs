using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Takes, split into those that train and those kept back, and what they have in common. Refers to the takes and
/// copies none. Immutable.
/// </summary>
internal sealed class TrainingData
{
    /// <summary>Of all rows: so much of the only take is kept back when there is no other.</summary>
    private const double TailShare = 0.1;

    private TrainingData(
        int dimension, IReadOnlyList<Take> training, IReadOnlyList<Take> validation, int shortTakes, string split)
    {
        Dimension = dimension;
        Training = training;
        Validation = validation;
        ShortTakes = shortTakes;
        Split = split;
        TrainingRows = training.Sum(take => (long)take.RowCount);
        ValidationRows = validation.Sum(take => (long)take.RowCount);
        Values = new ValueStatistics(dimension, training);
        Fingerprint = Hash(training.Concat(validation), TrainingRows);
    }

    public int Dimension { get; }

    public IReadOnlyList<Take> Training { get; }

    public IReadOnlyList<Take> Validation { get; }

    /// <summary>Takes left out because no window fits into them.</summary>
    public int ShortTakes { get; }

    /// <summary>How the takes were split, for people.</summary>
    public string Split { get; }

    public long TrainingRows { get; }

    public long ValidationRows { get; }

    public ValueStatistics Values { get; }

    /// <summary>Changes with any value of any take and with the split, so that a training resumes on the same.</summary>
    public long Fingerprint { get; }

    /// <summary>One line for people.</summary>
    public string Describe()
    {
        string shortOnes = ShortTakes == 0 ? "" : $"; {ShortTakes} too short";
        string grid = Values.Grid == 0 ? "no grid" : $"grid of {Values.Grid}";
        return $"{Dimension}d, {grid}: learns from {TrainingRows} events in {Training.Count} takes, " +
            $"keeps back {ValidationRows} in {Validation.Count} ({Split}){shortOnes}";
    }

    /// <param name="takes">In the order of their names, all of the dimension.</param>
    /// <param name="window">Events that one window predicts: a take needs one row more.</param>
    /// <exception cref="InvalidDataException">There is not enough to train on; says what there is.</exception>
    public static TrainingData Create(IReadOnlyList<Take> takes, int dimension, int window, ValidationRule rule)
    {
        List<Take> usable = [.. takes.Where(take => take.RowCount > window)];
        if (usable.Count == 0)
        {
            throw new InvalidDataException(
                $"nothing to train on: a take needs {window + 1} events, and " + (takes.Count == 0
                    ? "there is no take at all"
                    : $"the longest of {takes.Count} has {takes.Max(take => take.RowCount)}"));
        }
        List<Take> validation = [.. usable.Where((take, index) => rule.Matches(index, take.RowCount))];
        string split = $"takes {rule.First}, {rule.First + rule.Every}, {rule.First + 2 * rule.Every} ... " +
            $"of {usable.Count} by name, those under {ValidationRule.LongestEvents} events";
        if (validation.Count == 0 || validation.Count == usable.Count)
        {
            validation = [usable.MinBy(take => take.RowCount)!];
            split = $"the shortest of {usable.Count} takes";
        }
        List<Take> training = [.. usable.Except(validation)];
        if (training.Count == 0)
        {
            (Take head, Take tail) = Cut(usable[0], window);
            (training, validation) = ([head], [tail]);
            split = "the end of the only take: figures of other playing will be worse";
        }
        return new TrainingData(dimension, training, validation, takes.Count - usable.Count, split);
    }

    private static long Hash(IEnumerable<Take> takes, long trainingRows)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Take take in takes)
            hash.AppendData(MemoryMarshal.AsBytes(take.Rows));
        hash.AppendData(BitConverter.GetBytes(trainingRows));
        return BitConverter.ToInt64(hash.GetHashAndReset());
    }

    private static (Take Head, Take Tail) Cut(Take take, int window)
    {
        int tailRows = Math.Max((int)(take.RowCount * TailShare), 2);
        int headRows = take.RowCount - tailRows;
        if (headRows <= window)
        {
            throw new InvalidDataException(
                $"nothing to keep back: the only take of more than {window} events has {take.RowCount}; " +
                $"record some more");
        }
        return (take.Part(0, headRows, take.HasOpening), take.Part(headRows, tailRows, hasOpening: false));
    }
}

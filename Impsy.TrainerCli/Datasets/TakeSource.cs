using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Datasets;

/// <summary>Takes from wherever the owner has them.</summary>
/// <param name="Takes">At least one, each with an event.</param>
/// <param name="Remarks">What was not used of the source and why, a line each; empty when all was.</param>
public sealed record TakeSource(IReadOnlyList<Take> Takes, IReadOnlyList<string> Remarks)
{
    private static readonly int[] s_dimensions =
    [
        .. Enumerable.Range(LogFileName.LeastDimension, LogFileName.MostDimension - LogFileName.LeastDimension + 1),
    ];

    /// <summary>
    /// Reads a log, a folder of logs or a dataset, and says what is wrong with it where there is nothing to read.
    /// </summary>
    /// <param name="path">A dataset is known by its content, not its name.</param>
    /// <param name="dimension">Values per event that the takes must have: 2..65.</param>
    /// <param name="gapSeconds">Logs are split at longer pauses; datasets never. By default nothing is split.</param>
    /// <exception cref="InvalidDataException">No takes of that dimension.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static TakeSource Read(
        string path, int dimension, double gapSeconds = double.PositiveInfinity)
    {
        if (IsDataset(path))
            return FromDataset(path, dimension);
        LogReading reading = ReadLogs(path, dimension, gapSeconds);
        List<string> remarks = [.. reading.Report.Problems.Select(problem => problem.ToString())];
        return new TakeSource(reading.Takes, remarks);
    }

    /// <exception cref="InvalidDataException">No takes of that dimension.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    internal static LogReading ReadLogs(string path, int dimension, double gapSeconds)
    {
        if (Directory.Exists(path))
            RequireLogs(path, dimension);
        else if (DimensionOf(path) is int named && named != dimension)
            throw new InvalidDataException($"{path}: is a log of dimension {named}, not {dimension}");
        LogReading reading =
            LogReader.Read(path, dimension, LogReadOptions.Default with { GapSeconds = gapSeconds });
        if (reading.Takes.Count == 0)
            throw new InvalidDataException($"{path}: holds no playing: {WhyEmpty(reading.Report)}");
        return reading;
    }

    /// <summary>The dimensions for which a folder has logs, ascending.</summary>
    internal static IReadOnlyList<int> DimensionsIn(string folder) =>
        [.. s_dimensions.Where(dimension => LogReader.FindLogs(folder, dimension).Length != 0)];

    /// <summary>What the name of a log tells.</summary>
    internal static int? DimensionOf(string path) => s_dimensions.Cast<int?>().FirstOrDefault(
        dimension => path.EndsWith(LogFileName.Suffix(dimension ?? 0), StringComparison.Ordinal));

    private static TakeSource FromDataset(string path, int dimension)
    {
        DatasetReading reading = DatasetReader.Read(path);
        if (reading.Dimension != dimension)
            throw new InvalidDataException($"{path}: is a dataset of dimension {reading.Dimension}, not {dimension}");
        if (reading.Takes.Count == 0)
            throw new InvalidDataException($"{path}: holds no playing: all its takes are empty");
        List<string> remarks = [];
        if (reading.EmptyTakes != 0)
            remarks.Add($"{Path.GetFileName(path)}: {reading.EmptyTakes} empty takes not used");
        if (reading.ClockSteps != 0)
            remarks.Add($"{Path.GetFileName(path)}: {reading.ClockSteps} times below 0 count as 0");
        return new TakeSource(reading.Takes, remarks);
    }

    /// <summary>A zip archive begins with PK, and a line of a log with a year.</summary>
    private static bool IsDataset(string path)
    {
        if (Directory.Exists(path))
            return false;
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }

    private static void RequireLogs(string folder, int dimension)
    {
        if (LogReader.FindLogs(folder, dimension).Length != 0)
            return;
        IReadOnlyList<int> others = DimensionsIn(folder);
        string found = others.Count == 0 ? "" : $"; there are logs of dimension {string.Join(" and ", others)}";
        throw new InvalidDataException($"{folder}: has no log *{LogFileName.Suffix(dimension)}{found}");
    }

    private static string WhyEmpty(LogReport report)
    {
        if (report.Problems.Count != 0)
            return report.Problems[0].ToString();
        if (report.InterfaceRows != 0)
            return "an event needs two rows of a player, less than the gap apart";
        return report.RnnRows == 0 ? "empty" : "all rows are the model's own";
    }
}

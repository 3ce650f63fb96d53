using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Commands;

/// <summary>What impsy-trainer train was asked to do, in range and without contradiction.</summary>
internal sealed record TrainRequest
{
    public required string Source { get; init; }

    /// <summary>A folder.</summary>
    public required string Destination { get; init; }

    /// <summary>0 when a checkpoint says it.</summary>
    public required int Dimension { get; init; }

    /// <summary>Passes over the data, where updates are not given.</summary>
    public required int? Epochs { get; init; }

    /// <summary>Null when a checkpoint has them.</summary>
    public required TrainingOptions? Options { get; init; }

    public required ValidationRule Validation { get; init; }

    /// <summary>A checkpoint.</summary>
    public required string? Resume { get; init; }

    public required int Threads { get; init; }

    public required TimeSpan? TimeLimit { get; init; }

    public required string Title { get; init; }

    public required string Author { get; init; }

    /// <summary>What to type to go on with this training from a checkpoint.</summary>
    public string ResumeLine(string checkpoint)
    {
        List<string> words = ["impsy-trainer", "train", "-S", Source, "-O", Destination, "--resume", checkpoint];
        if (Validation != ValidationRule.Default)
            words.AddRange(["--validation", $"{Validation.Every},{Validation.First}"]);
        if (Title.Length != 0)
            words.AddRange(["--title", Title]);
        if (Author.Length != 0)
            words.AddRange(["--author", Author]);
        return string.Join(' ', words.Select(Quote));
    }

    /// <summary>As a shell wants a word that is not of plain letters.</summary>
    private static string Quote(string word) =>
        word.Length != 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./,+:@%".Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

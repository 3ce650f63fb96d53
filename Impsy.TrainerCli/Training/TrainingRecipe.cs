namespace Impsy.TrainerCli.Training;

/// <summary>Which way of training.</summary>
internal enum TrainingRecipe
{
    /// <summary>Ours.</summary>
    Edge,

    /// <summary>That of Python IMPSY, for comparison.</summary>
    Impsy,
}

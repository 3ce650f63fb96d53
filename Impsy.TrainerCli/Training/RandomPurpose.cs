namespace Impsy.TrainerCli.Training;

/// <summary>What random numbers are for; a change of one use leaves the others as they are.</summary>
internal enum RandomPurpose
{
    Weights,
    WindowOrder,
    Sequence,
    Dropout,
}

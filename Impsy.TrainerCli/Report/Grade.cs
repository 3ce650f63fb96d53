namespace Impsy.TrainerCli.Report;

/// <summary>What a model is worth, at a glance.</summary>
internal enum Grade
{
    Poor,
    Fair,
    Good,
}

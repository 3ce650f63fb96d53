using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Training;

/// <summary>Some rows of a take that are learnt from together: each but the last is heard, each but the first is said.</summary>
internal readonly record struct Window(Take Take, int Start);

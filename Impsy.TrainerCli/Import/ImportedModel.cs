using Impsy.Inference;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Import;

/// <summary>A network out of a file of Python IMPSY.</summary>
/// <param name="Gates">What the file lets one believe of its gates.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the gates.</param>
internal sealed record ImportedModel(MdrnnWeights Weights, GateActivation Gates, string Reason);

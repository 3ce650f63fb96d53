namespace Impsy.Inference.Performances;

/// <summary>What became of the rows of some logs.</summary>
/// <param name="Files">Logs read.</param>
/// <param name="Takes">Takes with at least one event: the others are of no use and are not returned.</param>
/// <param name="Events">In all takes; openings are none.</param>
/// <param name="InterfaceRows">Readable rows of the player, openings and rows after a clock step included.</param>
/// <param name="RnnRows">Readable rows of the model, whether or not they were asked for.</param>
/// <param name="Gaps">Times over the gap, each of which ended a take.</param>
/// <param name="Problems">By file, then by fault; empty when every row could be used.</param>
public sealed record LogReport(
    int Files,
    int Takes,
    long Events,
    long InterfaceRows,
    long RnnRows,
    long Gaps,
    IReadOnlyList<LogProblem> Problems);

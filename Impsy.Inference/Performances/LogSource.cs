namespace Impsy.Inference.Performances;

/// <summary>Who played a row of a log.</summary>
public enum LogSource : byte
{
    /// <summary>The player: <c>interface</c> in the file.</summary>
    Interface,

    /// <summary>The model: <c>rnn</c> in the file.</summary>
    Rnn,
}

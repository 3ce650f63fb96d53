namespace Impsy.TrainerCli.Report;

/// <summary>What a take was for.</summary>
internal enum TakeRole
{
    /// <summary>The model learnt from it.</summary>
    Training,

    /// <summary>The model was measured on it.</summary>
    Measured,

    /// <summary>Neither: no window fits into it.</summary>
    TooShort,
}

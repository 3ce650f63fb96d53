namespace Impsy.TrainerCli.Training;

/// <summary>Why a training ended.</summary>
internal enum TrainingEnd
{
    /// <summary>All updates are done.</summary>
    Finished,

    /// <summary>Nothing became better for as long as patience lasted.</summary>
    NoLongerBetter,

    /// <summary>The schedule was shortened so that it ended with the time.</summary>
    OutOfTime,

    /// <summary>Somebody asked for it; the rest can be resumed.</summary>
    Stopped,
}

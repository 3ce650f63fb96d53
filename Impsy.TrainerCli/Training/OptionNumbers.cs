namespace Impsy.TrainerCli.Training;

/// <summary>Training options as numbers by name, the form that a checkpoint has them in.</summary>
internal static class OptionNumbers
{
    public static IReadOnlyList<(string Name, double Value)> Of(TrainingOptions options) =>
    [
        ("recipe", (int)options.Recipe),
        ("units", options.Units),
        ("layers", options.Layers),
        ("mixtures", options.Mixtures),
        ("window", options.WindowLength),
        ("stride", options.Stride),
        ("batch", options.BatchSize),
        ("updates", options.Updates),
        ("learning_rate", options.LearningRate),
        ("one_cycle", options.OneCycle ? 1 : 0),
        ("weight_decay", options.WeightDecay),
        ("clip_norm", options.ClipNorm),
        ("dropout", options.Dropout),
        ("permute", options.Permute),
        ("shift", options.Shift),
        ("dequantise", options.Dequantise ? 1 : 0),
        ("bins_from", options.BinsFrom),
        ("spread_time", options.SpreadTime ? 1 : 0),
        ("orthogonal_per_gate", options.OrthogonalPerGate ? 1 : 0),
        ("log_time", options.Coding.LogTime ? 1 : 0),
        ("residual", options.Coding.Residual ? 1 : 0),
        ("time_gain", options.Coding.TimeGain),
        ("control_offset", options.Coding.ControlOffset),
        ("seed", options.Seed),
        ("validate_every", options.ValidateEvery),
        ("patience", options.Patience),
    ];

    /// <param name="number">By name; throws when there is none.</param>
    public static TrainingOptions Read(Func<string, double> number) => new()
    {
        Recipe = (TrainingRecipe)(int)number("recipe"),
        Units = (int)number("units"),
        Layers = (int)number("layers"),
        Mixtures = (int)number("mixtures"),
        WindowLength = (int)number("window"),
        Stride = (int)number("stride"),
        BatchSize = (int)number("batch"),
        Updates = (long)number("updates"),
        LearningRate = (float)number("learning_rate"),
        OneCycle = number("one_cycle") != 0,
        WeightDecay = (float)number("weight_decay"),
        ClipNorm = (float)number("clip_norm"),
        Dropout = (float)number("dropout"),
        Permute = (float)number("permute"),
        Shift = (float)number("shift"),
        Dequantise = number("dequantise") != 0,
        BinsFrom = (float)number("bins_from"),
        SpreadTime = number("spread_time") != 0,
        OrthogonalPerGate = number("orthogonal_per_gate") != 0,
        Coding = new EventCoding(
            number("log_time") != 0,
            number("residual") != 0,
            (float)number("time_gain"),
            (float)number("control_offset")),
        Seed = (long)number("seed"),
        ValidateEvery = (long)number("validate_every"),
        Patience = (int)number("patience"),
    };
}

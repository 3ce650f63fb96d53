namespace Impsy.Inference;

/// <summary>The function of an LSTM's input, output and forget gates.</summary>
public enum GateActivation
{
    /// <summary>1 / (1 + exp(-x)): what everything trained today uses.</summary>
    Sigmoid,

    /// <summary>0.2 x + 0.5 clipped to 0..1: what the models published with Python IMPSY were trained with.</summary>
    HardSigmoid,
}

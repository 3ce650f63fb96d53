namespace Impsy.TrainerCli.Models;

/// <summary>
/// One LSTM layer with U units and N inputs. Rows of all three in four blocks of U: input gate, forget gate, cell,
/// output gate (the order of Keras and PyTorch).
/// </summary>
/// <param name="Kernel">(4U, N).</param>
/// <param name="Recurrent">(4U, U).</param>
/// <param name="Bias">(4U).</param>
public sealed record LstmWeights(float[] Kernel, float[] Recurrent, float[] Bias);

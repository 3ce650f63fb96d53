using Impsy.TrainerCli.Models;

namespace Impsy.Inference.Tests;

/// <summary>
/// The network as its definition says, in double precision, one loop per sum: the plain twin that ONNX Runtime's
/// kernels and our exporter are held against.
/// </summary>
internal sealed class ReferenceNetwork(MdrnnWeights weights, ModelMetadata metadata)
{
    private readonly double[][] _hidden = [.. weights.Layers.Select(_ => new double[weights.Units])];
    private readonly double[][] _cell = [.. weights.Layers.Select(_ => new double[weights.Units])];

    /// <param name="current">(D) natural units.</param>
    /// <returns>(M*(2D+1)) the raw head.</returns>
    public double[] Step(float[] current)
    {
        double[] heard = [.. current.Select(value => (double)metadata.Scale * value)];
        if (metadata.DtLog)
            heard[0] = metadata.Scale * Math.Log(Math.Max(current[0], 0.0005));
        for (int l = 0; l < weights.Layers.Count; l++)
            heard = Layer(l, heard);
        return
        [
            .. Linear(weights.Means.Kernel, weights.Means.Bias, heard),
            .. Linear(weights.Deviations.Kernel, weights.Deviations.Bias, heard),
            .. Linear(weights.Logits.Kernel, weights.Logits.Bias, heard),
        ];
    }

    private double[] Layer(int layer, double[] heard)
    {
        LstmWeights lstm = weights.Layers[layer];
        int units = weights.Units;
        double[] fromInput = Linear(lstm.Kernel, lstm.Bias, heard);
        double[] fromState = Linear(lstm.Recurrent, new float[4 * units], _hidden[layer]);
        double[] hidden = new double[units];
        for (int u = 0; u < units; u++)
        {
            double input = Gate(Sum(u));
            double forget = Gate(Sum(units + u));
            double candidate = Math.Tanh(Sum(2 * units + u));
            double output = Gate(Sum(3 * units + u));
            _cell[layer][u] = forget * _cell[layer][u] + input * candidate;
            hidden[u] = output * Math.Tanh(_cell[layer][u]);
        }
        return _hidden[layer] = hidden;

        double Sum(int row) => fromInput[row] + fromState[row];
    }

    private double Gate(double x) => metadata.Gates == GateActivation.HardSigmoid
        ? Math.Clamp(0.2 * x + 0.5, 0, 1)
        : 1 / (1 + Math.Exp(-x));

    private static double[] Linear(float[] kernel, float[] bias, double[] input)
    {
        double[] output = new double[bias.Length];
        for (int row = 0; row < bias.Length; row++)
        {
            output[row] = bias[row];
            for (int column = 0; column < input.Length; column++)
                output[row] += (double)kernel[row * input.Length + column] * input[column];
        }
        return output;
    }
}

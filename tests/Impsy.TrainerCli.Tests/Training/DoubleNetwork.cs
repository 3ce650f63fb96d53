using Impsy.TrainerCli.Models;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Tests.Training;

/// <summary>
/// The network by its definition, one sequence and one number at a time in double precision: independent of all the
/// code that trains, except that the mass of a bin is PlainNormal's, which has vectors of its own.
/// </summary>
internal sealed class DoubleNetwork(MdrnnWeights weights)
{
    private readonly double[][][] _layers =
        [.. weights.Layers.Select(layer => new[] { Wide(layer.Kernel), Wide(layer.Recurrent), Wide(layer.Bias) })];

    private readonly double[][] _heads =
    [
        .. new[] { weights.Means, weights.Deviations, weights.Logits }
            .SelectMany(linear => new[] { Wide(linear.Kernel), Wide(linear.Bias) }),
    ];

    /// <summary>All tensors in the order of the layers, then the heads; to be changed for finite differences.</summary>
    public IReadOnlyList<double[]> Tensors => [.. _layers.SelectMany(layer => layer), .. _heads];

    /// <summary>Sum over steps of the log likelihood of the targets, nats.</summary>
    /// <param name="inputs">(steps)(D) as the network hears them.</param>
    /// <param name="masks">(layers)(steps)(U) what outputs are multiplied by; null: nothing.</param>
    /// <param name="dtHalves">(steps) half bins; null: densities.</param>
    public double LogLikelihood(
        double[][] inputs, double[][] targets, double[]? dtHalves, double controlHalf, float[][][]? masks = null)
    {
        double[][] heard = inputs;
        for (int l = 0; l < _layers.Length; l++)
            heard = RunLayer(l, heard, masks?[l]);
        double sum = 0;
        for (int t = 0; t < heard.Length; t++)
            sum += Score(heard[t], targets[t], dtHalves?[t], controlHalf);
        return sum;
    }

    private double[][] RunLayer(int l, double[][] inputs, float[][]? masks)
    {
        int units = weights.Units;
        double[] hidden = new double[units];
        double[] cell = new double[units];
        double[][] outputs = new double[inputs.Length][];
        for (int t = 0; t < inputs.Length; t++)
        {
            double[] z = new double[4 * units];
            for (int row = 0; row < z.Length; row++)
            {
                z[row] = _layers[l][2][row] + Dot(_layers[l][0], row, inputs[t]) + Dot(_layers[l][1], row, hidden);
            }
            double[] next = new double[units];
            for (int u = 0; u < units; u++)
            {
                cell[u] = Sigmoid(z[units + u]) * cell[u] + Sigmoid(z[u]) * Math.Tanh(z[2 * units + u]);
                next[u] = Sigmoid(z[3 * units + u]) * Math.Tanh(cell[u]);
            }
            hidden = next;
            outputs[t] = [.. hidden.Select((value, u) => value * (masks?[t][u] ?? 1))];
        }
        return outputs;
    }

    private double Score(double[] hidden, double[] target, double? dtHalf, double controlHalf)
    {
        int dimension = weights.Dimension;
        double[] logs = new double[weights.Mixtures];
        double[] logits =
            [.. Enumerable.Range(0, weights.Mixtures).Select(k => _heads[5][k] + Dot(_heads[4], k, hidden))];
        double total = LogSumExp(logits);
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] = logits[k] - total;
            for (int d = 0; d < dimension; d++)
            {
                int j = k * dimension + d;
                double mean = _heads[1][j] + Dot(_heads[0], j, hidden);
                double raw = _heads[3][j] + Dot(_heads[2], j, hidden);
                double deviation = (raw > 0 ? raw : Math.Exp(raw) - 1) + 1 + 1e-7;
                double z = (target[d] - mean) / deviation;
                double half = (d == 0 ? dtHalf ?? 0 : controlHalf) / deviation;
                logs[k] += dtHalf is null
                    ? -0.5 * z * z - Math.Log(deviation) - 0.5 * Math.Log(2 * Math.PI)
                    : PlainNormal.LogMass(z - half, z + half).Log;
            }
        }
        return LogSumExp(logs);
    }

    private static double Dot(double[] matrix, int row, double[] vector)
    {
        double sum = 0;
        for (int i = 0; i < vector.Length; i++)
            sum += matrix[row * vector.Length + i] * vector[i];
        return sum;
    }

    private static double LogSumExp(double[] logs)
    {
        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Wide(float[] values) => [.. values.Select(value => (double)value)];
}

using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Training;

/// <summary>Weights in a NumPy archive, under the names that <see cref="MdrnnWeights.Load"/> reads.</summary>
internal static class WeightsFile
{
    /// <summary>The weights and nothing else; the same weights give the same bytes.</summary>
    public static void Write(MdrnnWeights weights, Stream stream)
    {
        using NpzWriter file = new(stream);
        Add(file, weights);
    }

    public static void Add(NpzWriter file, MdrnnWeights weights)
    {
        int units = weights.Units;
        for (int l = 0; l < weights.Layers.Count; l++)
        {
            LstmWeights layer = weights.Layers[l];
            file.Add($"lstm{l}.kernel", layer.Kernel, 4 * units, weights.Inputs(l));
            file.Add($"lstm{l}.recurrent", layer.Recurrent, 4 * units, units);
            file.Add($"lstm{l}.bias", layer.Bias);
        }
        AddLinear("mu", weights.Means);
        AddLinear("sigma", weights.Deviations);
        AddLinear("pi", weights.Logits);

        void AddLinear(string name, LinearWeights linear)
        {
            file.Add($"head.{name}.kernel", linear.Kernel, linear.Bias.Length, units);
            file.Add($"head.{name}.bias", linear.Bias);
        }
    }
}

using Impsy.Inference.Numpy;

namespace Impsy.TrainerCli.Models;

/// <summary>
/// The weights of a mixture density recurrent network: L LSTM layers with U units each, then three linear layers for
/// the M components of a mixture over D values. The first kernel is for an input scaled by 10. Shapes agree; values
/// are not looked at.
/// </summary>
public sealed class MdrnnWeights
{
    /// <exception cref="InvalidDataException">Shapes that do not agree; says all of them.</exception>
    public MdrnnWeights(
        int dimension,
        int units,
        int mixtures,
        IReadOnlyList<LstmWeights> layers,
        LinearWeights means,
        LinearWeights deviations,
        LinearWeights logits)
    {
        Dimension = dimension;
        Units = units;
        Mixtures = mixtures;
        Layers = layers;
        Means = means;
        Deviations = deviations;
        Logits = logits;
        List<string> mistakes = [];
        for (int l = 0; l < layers.Count; l++)
        {
            Expect($"lstm{l}.kernel", layers[l].Kernel, 4 * units * Inputs(l));
            Expect($"lstm{l}.recurrent", layers[l].Recurrent, 4 * units * units);
            Expect($"lstm{l}.bias", layers[l].Bias, 4 * units);
        }
        ExpectLinear("head.mu", means, mixtures * dimension);
        ExpectLinear("head.sigma", deviations, mixtures * dimension);
        ExpectLinear("head.pi", logits, mixtures);
        if (mistakes.Count != 0)
            throw new InvalidDataException(string.Join("; ", mistakes));

        void ExpectLinear(string name, LinearWeights linear, int outputs)
        {
            Expect($"{name}.kernel", linear.Kernel, outputs * units);
            Expect($"{name}.bias", linear.Bias, outputs);
        }

        void Expect(string name, float[] values, int length)
        {
            if (values.Length != length)
                mistakes.Add($"{name}: expected {length} values, found {values.Length}");
        }
    }

    public int Dimension { get; }

    public int Units { get; }

    public int Mixtures { get; }

    public IReadOnlyList<LstmWeights> Layers { get; }

    /// <summary>(M*D) outputs, in scaled units.</summary>
    public LinearWeights Means { get; }

    /// <summary>(M*D) outputs: pre-activations of the deviations.</summary>
    public LinearWeights Deviations { get; }

    /// <summary>(M) outputs.</summary>
    public LinearWeights Logits { get; }

    /// <summary>Whether every weight is a finite number.</summary>
    public bool AreFinite() =>
        Layers.SelectMany(layer => new[] { layer.Kernel, layer.Recurrent, layer.Bias })
            .Concat(new[] { Means, Deviations, Logits }.SelectMany(linear => new[] { linear.Kernel, linear.Bias }))
            .All(values => values.All(float.IsFinite));

    /// <summary>What the first layer hears is the event; the others hear the layer before.</summary>
    public int Inputs(int layer) => layer == 0 ? Dimension : Units;

    /// <summary>
    /// Reads lstm{l}.{kernel, recurrent, bias} and head.{mu, sigma, pi}.{kernel, bias} from an .npz file.
    /// </summary>
    /// <exception cref="InvalidDataException">An array is missing or of a wrong shape.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MdrnnWeights Load(string path)
    {
        using NpzFile file = new(path);
        List<string> mistakes = [];
        IReadOnlyList<int> first = file.Read("lstm0.kernel").Shape;
        IReadOnlyList<int> logits = file.Read("head.pi.kernel").Shape;
        if (first.Count != 2 || first[0] % 4 != 0 || logits.Count != 2)
        {
            throw new InvalidDataException(
                $"{path}: expected lstm0.kernel of shape (4U, D) and head.pi.kernel of shape (M, U), " +
                $"found {file.Read("lstm0.kernel").ShapeText} and {file.Read("head.pi.kernel").ShapeText}");
        }
        (int units, int dimension, int mixtures) = (first[0] / 4, first[1], logits[0]);
        List<LstmWeights> layers = [];
        for (int l = 0; file.Names.Contains($"lstm{l}.kernel"); l++)
        {
            layers.Add(new LstmWeights(
                Take($"lstm{l}.kernel", 4 * units, l == 0 ? dimension : units),
                Take($"lstm{l}.recurrent", 4 * units, units),
                Take($"lstm{l}.bias", 4 * units)));
        }
        LinearWeights[] heads =
        [
            .. new[] { ("head.mu", mixtures * dimension), ("head.sigma", mixtures * dimension), ("head.pi", mixtures) }
                .Select(head => new LinearWeights(
                    Take(head.Item1 + ".kernel", head.Item2, units), Take(head.Item1 + ".bias", head.Item2))),
        ];
        if (mistakes.Count != 0)
            throw new InvalidDataException($"{path}: {string.Join("; ", mistakes)}");
        return new MdrnnWeights(dimension, units, mixtures, layers, heads[0], heads[1], heads[2]);

        float[] Take(string name, params int[] shape)
        {
            NpyArray array = file.Read(name);
            if (!array.Shape.SequenceEqual(shape))
                mistakes.Add($"{name}: expected shape ({string.Join(", ", shape)}), found {array.ShapeText}");
            return array.ToSingles();
        }
    }
}

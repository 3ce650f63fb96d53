using Impsy.TrainerCli.Import.Hdf5;

namespace Impsy.TrainerCli.Import.Keras;

/// <summary>The arrays of one layer, by the names they have in this file.</summary>
/// <param name="arrays">Of one group.</param>
/// <param name="number">Its place among the layers of its kind.</param>
/// <param name="recurrent">Null for a linear layer.</param>
internal sealed class KerasLayer(
    Dictionary<string, Hdf5Object> arrays, int number, string kernel, string bias, string? recurrent)
{
    public int Number => number;

    /// <summary>Inputs and outputs.</summary>
    /// <exception cref="InvalidDataException">It has no kernel of two axes.</exception>
    public (int Inputs, int Outputs) Shape => Find(kernel).Shape switch
    {
        [> 0 and < 1 << 20 and long inputs, > 0 and < 1 << 20 and long outputs] => ((int)inputs, (int)outputs),
        long[] other => throw new InvalidDataException(
            $"has '{Find(kernel).Path}' of shape ({string.Join(", ", other)}) where a matrix belongs"),
    };

    /// <returns>(outputs, inputs)</returns>
    public float[] Kernel(int inputs, int outputs) => Matrix(kernel, inputs, outputs);

    /// <returns>(4U, U)</returns>
    public float[] Recurrent(int units) => Matrix(recurrent ?? kernel, units, 4 * units);

    public float[] Bias() => Find(bias).ToSingles();

    private float[] Matrix(string name, int inputs, int outputs)
    {
        Hdf5Object array = Find(name);
        if (!array.Shape.SequenceEqual([inputs, outputs]))
        {
            throw new InvalidDataException(
                $"has '{array.Path}' of shape ({string.Join(", ", array.Shape)}), expected ({inputs}, {outputs})");
        }
        return MatrixTranspose.Of(array.ToSingles(), inputs, outputs);
    }

    private Hdf5Object Find(string name) => arrays.TryGetValue(name, out Hdf5Object? array)
        ? array
        : throw new InvalidDataException($"has no '{name}' in '{arrays.Values.FirstOrDefault()?.Parent}'");
}

using System.Globalization;
using Impsy.Inference;
using Impsy.TrainerCli.Import.Hdf5;
using Impsy.TrainerCli.Models;

namespace Impsy.TrainerCli.Import.Keras;

/// <summary>
/// Finds a mixture density network among the arrays of a Keras file, of whichever of its layouts: weights alone
/// (lstm0/lstm0/kernel:0, td_mdn/td_mdn/mus/kernel:0), a whole model (the same under model_weights; the head's kernels
/// may be numbered), or Keras 3 (layers/lstm/cell/vars/0, layers/mdn/mdn_mus/vars/0).
/// </summary>
internal static class KerasWeights
{
    /// <summary>Below these, if they are there, and nowhere else: the optimiser's state lies beside them.</summary>
    private static readonly string[] s_roots = ["model_weights", "layers"];

    /// <exception cref="InvalidDataException">Not such a network.</exception>
    public static ImportedModel Read(Hdf5File file)
    {
        (GateActivation gates, string reason) = KerasGates.From(
            file.Root.Attribute("model_config"), file.Root.Attribute("keras_version"));
        return new ImportedModel(ReadNetwork(file), gates, reason);
    }

    /// <inheritdoc cref="Read"/>
    public static MdrnnWeights ReadNetwork(Hdf5File file)
    {
        string root = s_roots.FirstOrDefault(name => file.Find(name) is not null) ?? "";
        ILookup<string, Hdf5Object> groups = file.Datasets(root).ToLookup(dataset => dataset.Parent);
        List<KerasLayer> lstms = [];
        Dictionary<string, KerasLayer> heads = [];
        foreach (IGrouping<string, Hdf5Object> group in groups)
        {
            Dictionary<string, Hdf5Object> arrays = [];
            foreach (Hdf5Object array in group)
                arrays[array.Name] = array;
            Classify(group.Key, arrays, lstms, heads);
        }
        if (lstms.Count == 0)
            throw new InvalidDataException("has no LSTM layers where Keras would put them");
        lstms.Sort((a, b) => a.Number.CompareTo(b.Number));
        return Assemble(lstms, Head("mus"), Head("sigmas"), Head("pis"));

        KerasLayer Head(string name) => heads.TryGetValue(name, out KerasLayer? layer)
            ? layer
            : throw new InvalidDataException($"has no mixture layer where Keras would put it: no {name}");
    }

    private static void Classify(
        string group,
        Dictionary<string, Hdf5Object> arrays,
        List<KerasLayer> lstms,
        Dictionary<string, KerasLayer> heads)
    {
        if (arrays.ContainsKey("recurrent_kernel:0"))
            lstms.Add(new KerasLayer(arrays, NumberOf(group), "kernel:0", "bias:0", "recurrent_kernel:0"));
        else if (group.EndsWith("/cell/vars", StringComparison.Ordinal) && arrays.ContainsKey("2"))
            lstms.Add(new KerasLayer(arrays, NumberOf(group), "0", "2", "1"));
        else if (arrays.ContainsKey("kernel_2:0"))
            AddNumbered(arrays, heads);
        else if (HeadOf(group) is string head)
            heads[head] = arrays.ContainsKey("0")
                ? new KerasLayer(arrays, 0, "0", "1", null)
                : new KerasLayer(arrays, 0, "kernel:0", "bias:0", null);
    }

    private static void AddNumbered(Dictionary<string, Hdf5Object> arrays, Dictionary<string, KerasLayer> heads)
    {
        heads["mus"] = new KerasLayer(arrays, 0, "kernel:0", "bias:0", null);
        heads["sigmas"] = new KerasLayer(arrays, 0, "kernel_1:0", "bias_1:0", null);
        heads["pis"] = new KerasLayer(arrays, 0, "kernel_2:0", "bias_2:0", null);
    }

    private static string? HeadOf(string group)
    {
        string[] parts = group.Split('/');
        return (parts is [.., string layer, "vars"] ? layer : parts[^1]) switch
        {
            "mus" or "mdn_mus" => "mus",
            "sigmas" or "mdn_sigmas" => "sigmas",
            "pis" or "pi" or "mdn_pi" or "mdn_pis" => "pis",
            _ => null,
        };
    }

    /// <summary>The last number in the path: lstm1/lstm1 is 1, lstm_2/cell/vars is 2, lstm/cell/vars is 0.</summary>
    private static int NumberOf(string group)
    {
        string layer = group.Replace("/cell/vars", "", StringComparison.Ordinal);
        string digits = string.Concat(layer.Reverse().TakeWhile(char.IsAsciiDigit).Reverse());
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    private static MdrnnWeights Assemble(
        List<KerasLayer> lstms, KerasLayer means, KerasLayer deviations, KerasLayer logits)
    {
        (int dimension, int gates) = lstms[0].Shape;
        int units = gates / 4;
        (_, int mixtures) = logits.Shape;
        if (gates % 4 != 0 || units == 0 || mixtures == 0)
            throw new InvalidDataException($"has an LSTM of {gates} gates and {mixtures} mixtures");
        LstmWeights[] layers =
        [
            .. lstms.Select((lstm, l) => new LstmWeights(
                lstm.Kernel(l == 0 ? dimension : units, 4 * units), lstm.Recurrent(units), lstm.Bias())),
        ];
        return new MdrnnWeights(
            dimension, units, mixtures, layers,
            Linear(means, mixtures * dimension), Linear(deviations, mixtures * dimension), Linear(logits, mixtures));

        LinearWeights Linear(KerasLayer layer, int outputs) => new(layer.Kernel(units, outputs), layer.Bias());
    }
}

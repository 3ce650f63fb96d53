using System.Globalization;
using System.Text.Json;
using Impsy.Inference;

namespace Impsy.TrainerCli.Import.Keras;

/// <summary>
/// Which gates a network was trained with, as far as a Keras file tells. The weights that Python IMPSY publishes were
/// trained with hard_sigmoid, by a Keras whose default that was, though newer copies of them say sigmoid.
/// </summary>
internal static class KerasGates
{
    /// <param name="config">The JSON of the network; null when the file has none.</param>
    /// <param name="version">Of Keras, e.g. "2.2.4-tf"; null when the file has none.</param>
    public static (GateActivation Gates, string Reason) From(string? config, string? version)
    {
        if (config is not null && ActivationIn(config) is string activation)
        {
            GateActivation said = activation == "hard_sigmoid" ? GateActivation.HardSigmoid : GateActivation.Sigmoid;
            return (said, $"the file says {activation}");
        }
        if (version is null)
            return (GateActivation.Sigmoid, "the file does not say, and Keras has used it since 2.3");
        return IsBefore23(version)
            ? (GateActivation.HardSigmoid, $"Keras {version} wrote the file, and used it until 2.3")
            : (GateActivation.Sigmoid, $"Keras {version} wrote the file, and has used it since 2.3");
    }

    private static bool IsBefore23(string version)
    {
        string[] parts = version.Split('.');
        return parts.Length >= 2 &&
            int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) &&
            int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor) &&
            (major < 2 || (major == 2 && minor < 3));
    }

    /// <summary>The first recurrent_activation of the network, wherever in the tree it stands.</summary>
    private static string? ActivationIn(string config)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(config);
            return Search(document.RootElement);
        }
        catch (JsonException)
        {
            return null; // what cannot be read says nothing; the weights are what matters
        }
    }

    private static string? Search(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("recurrent_activation", out JsonElement activation) &&
            activation.ValueKind == JsonValueKind.String => activation.GetString(),
        JsonValueKind.Object => element.EnumerateObject()
            .Select(property => Search(property.Value)).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray()
            .Select(Search).FirstOrDefault(found => found is not null),
        _ => null,
    };
}

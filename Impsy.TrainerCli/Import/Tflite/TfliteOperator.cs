namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>One operation of a TensorFlow Lite graph.</summary>
/// <param name="Code">See <see cref="TfliteOperatorCode"/>; others are kept as numbers.</param>
/// <param name="Inputs">Tensors of its graph; -1 for an input left out.</param>
/// <param name="Outputs">Likewise.</param>
/// <param name="Body">Of a WHILE: the graph that it repeats; otherwise -1.</param>
internal sealed record TfliteOperator(TfliteOperatorCode Code, int[] Inputs, int[] Outputs, int Body);

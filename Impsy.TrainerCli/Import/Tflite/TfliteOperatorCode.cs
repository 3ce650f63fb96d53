namespace Impsy.TrainerCli.Import.Tflite;

/// <summary>BuiltinOperator of the schema: those that a network of Python IMPSY is recognised by.</summary>
internal enum TfliteOperatorCode
{
    Add = 0,
    FullyConnected = 9,
    Gather = 36,
    UnidirectionalSequenceLstm = 44,
    Elu = 111,
    While = 119,
}

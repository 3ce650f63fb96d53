namespace Impsy.Hardware.Serial;

/// <summary>Why a <see cref="SerialPort.Read"/> came back.</summary>
public enum SerialReadResult
{
    /// <summary>There are bytes.</summary>
    Data,

    /// <summary>It was told to stop.</summary>
    Stopped,

    /// <summary>The device was unplugged, or its other end hung up: this port will never work again.</summary>
    Gone,
}

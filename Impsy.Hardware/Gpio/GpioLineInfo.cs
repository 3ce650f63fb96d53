namespace Impsy.Hardware.Gpio;

/// <summary>What the kernel tells about a line.</summary>
/// <param name="Offset">Its number on the chip, from 0.</param>
/// <param name="Name">As the board's device tree has it, such as "GPIO17"; may be empty.</param>
/// <param name="Consumer">Who uses it; may be empty even when somebody does.</param>
public readonly record struct GpioLineInfo(int Offset, string Name, string Consumer, bool IsUsed, bool IsOutput)
{
    /// <summary>For people, such as "17 (GPIO17)".</summary>
    public override string ToString() => Name.Length == 0 ? $"{Offset}" : $"{Offset} ({Name})";
}

using System.Text;
using Impsy.Hardware.Osc;

namespace Impsy.Benchmarks.Driving;

/// <summary>What /impsy/status answers; docs/osc.md lists it. Counts are since the start of the instrument.</summary>
/// <param name="Inputs">Heard from the player.</param>
/// <param name="Predictions">Played by the model.</param>
/// <param name="Refused">Inputs and commands that the engine did not take.</param>
/// <param name="LateP50">Milliseconds.</param>
/// <param name="LateP99">Milliseconds.</param>
/// <param name="LateMax">Milliseconds.</param>
/// <param name="Late">Events later than 1 ms.</param>
/// <param name="Stalls">Times the machine stood still for over 100 ms.</param>
/// <param name="Collections">Garbage collections.</param>
internal sealed record StatusReply(
    string Mode, int Inputs, int Predictions, int Refused, float LateP50, float LateP99, float LateMax, int Late,
    int Stalls, int Collections)
{
    /// <param name="message">Opened, and nothing read yet.</param>
    /// <exception cref="InvalidDataException">It is not what the documentation says.</exception>
    public static StatusReply Read(ref OscReader message)
    {
        string tags = Encoding.ASCII.GetString(message.TypeTags);
        if (!tags.StartsWith("siisiffffiiifffiii", StringComparison.Ordinal))
            throw new InvalidDataException($"/impsy/status has the types {tags}");
        string mode = Text(ref message);
        Skip(ref message, 2);
        _ = Text(ref message);
        Skip(ref message, 5);
        return new StatusReply(
            mode, Whole(ref message), Whole(ref message), Whole(ref message), Number(ref message), Number(ref message),
            Number(ref message), Whole(ref message), Whole(ref message), Whole(ref message));
    }

    private static void Skip(ref OscReader message, int count)
    {
        for (int i = 0; i < count; i++)
            _ = Number(ref message);
    }

    private static string Text(ref OscReader message)
    {
        _ = message.TryReadString(out ReadOnlySpan<byte> text); // the types have been looked at
        return Encoding.UTF8.GetString(text);
    }

    private static int Whole(ref OscReader message)
    {
        _ = message.TryReadInt(out int number);
        return number;
    }

    private static float Number(ref OscReader message)
    {
        _ = message.TryReadFloat(out float number);
        return number;
    }
}

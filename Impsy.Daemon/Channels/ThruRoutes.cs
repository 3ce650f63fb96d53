namespace Impsy.Daemon.Channels;

/// <summary>
/// Which outputs get what a source's player does. Written while the instrument is put together, read on the
/// performance thread.
/// </summary>
/// <param name="everywhere">Whether a source with no routes of its own goes to every output, or to none.</param>
internal sealed class ThruRoutes(bool everywhere)
{
    /// <summary>Outputs that can be told apart; there is one for each port that is played on.</summary>
    public const int MostOutputs = 64;

    private readonly ulong[] _outputs = CreateRoutes(everywhere);

    /// <param name="output">Its index among the instrument's outputs, 0..63.</param>
    public bool Passes(byte source, int output) => (_outputs[source] >> output & 1) != 0;

    /// <summary>A source goes to these outputs and to no other.</summary>
    public void Set(byte source, IEnumerable<int> outputs) =>
        _outputs[source] = outputs.Aggregate(0UL, (routes, output) => routes | 1UL << output);

    private static ulong[] CreateRoutes(bool everywhere)
    {
        ulong[] outputs = new ulong[byte.MaxValue + 1];
        Array.Fill(outputs, everywhere ? ulong.MaxValue : 0);
        return outputs;
    }
}

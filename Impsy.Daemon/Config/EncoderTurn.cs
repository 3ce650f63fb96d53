using Impsy.Daemon.Config.Toml;

namespace Impsy.Daemon.Config;

/// <summary>What the turn of an encoder comes to.</summary>
/// <param name="StepsPerTurn">Clicks in one turn, 1..1000.</param>
/// <param name="EdgesPerStep">1, 2 or 4, by its make.</param>
/// <param name="Turns">That take the control from 0 to 1, 0.05..100.</param>
/// <param name="Acceleration">
/// A step counts for 1 + acceleration at one turn a second, more when it is turned faster; 0..10, 0: off.
/// </param>
internal readonly record struct EncoderTurn(int StepsPerTurn, int EdgesPerStep, float Turns, float Acceleration)
{
    private const int MostSteps = 1000;
    private const float LeastTurns = 0.05f;
    private const float MostTurns = 100;
    private const float MostAcceleration = 10;

    public static EncoderTurn Read(ConfigSection section) => new(
        section.Integer("steps_per_turn", 1, MostSteps, fallback: 24),
        ReadEdges(section, "edges_per_step"),
        section.Number("turns", LeastTurns, MostTurns, fallback: 1),
        section.Number("acceleration", 0, MostAcceleration, fallback: 0));

    private static int ReadEdges(ConfigSection section, string key)
    {
        const int Usual = 4;
        if (!section.TryGet(key, out TomlValue? value))
            return Usual;
        if (value.Kind == TomlKind.Integer && value.Integer is 1 or 2 or 4)
            return (int)value.Integer;
        return section.Wrong(key, value, "1, 2 or 4", Usual);
    }
}

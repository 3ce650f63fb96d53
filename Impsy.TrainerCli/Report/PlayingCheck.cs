using System.Globalization;
using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>One thing in which a model that plays alone should be like the player.</summary>
/// <param name="What">In words.</param>
/// <param name="Human">The player's figure; empty where there is none.</param>
/// <param name="Model">The model's.</param>
/// <param name="Wanted">What would pass.</param>
/// <param name="Passed">Null: shown, not judged.</param>
internal sealed record PlayingCheck(string What, string Human, string Model, string Wanted, bool? Passed)
{
    /// <summary>What differs by more than this factor is heard as another way of playing.</summary>
    private const double Alike = LongRun.LikeFactor;

    /// <summary>Who has less than this in common with the player's times plays to another clock.</summary>
    private const double LeastCommon = 0.5;

    public static IReadOnlyList<PlayingCheck> All(ModelReport report)
    {
        (Playing human, Playing model) = (report.Evaluation.Human, report.Evaluation.Model);
        HalfHour halfHour = report.HalfHour;
        double common = Distribution.OfTime(report.Measured, report.Metadata.DtMax)
            .Common(Distribution.OfTime(halfHour.Takes, report.Metadata.DtMax));
        return
        [
            Ratio("controls moved per event", human.MovedPerEvent, model.MovedPerEvent, "0.00"),
            Ratio("median time between events, s", human.DtMedian, model.DtMedian, "0.000"),
            new PlayingCheck(
                "times in common with the player's",
                "",
                Text(100 * common, "0 '%'"),
                Text(100 * LeastCommon, "'at least' 0 '%'"),
                common >= LeastCommon),
            new PlayingCheck(
                "controls that move at all",
                Figure.Whole(human.Alive),
                Figure.Whole(halfHour.Model.Playing.Alive),
                $"all {human.Alive}",
                halfHour.Model.Playing.Alive >= human.Alive),
            new PlayingCheck(
                "longest rest of all controls, s",
                Figure.Tenths(halfHour.Player.LongestRest),
                Figure.Tenths(halfHour.Model.LongestRest),
                $"at most {LongRun.LongestAllowedRest}: no freeze",
                !halfHour.Froze),
            new PlayingCheck(
                "events in the fullest minute",
                Figure.Whole(halfHour.Player.BusiestMinute),
                Figure.Whole(halfHour.Model.BusiestMinute),
                $"at most {Figure.Whole(halfHour.MostInAMinute)}: no runaway",
                !halfHour.RanAway),
            Shown("events per second", human.EventsPerSecond, model.EventsPerSecond, "0.0"),
            Shown("size of a move, of 0 to 1", human.StepSize, model.StepSize, "0.000"),
        ];
    }

    private static PlayingCheck Ratio(string what, double human, double model, string format) => new(
        what,
        Text(human, format),
        Text(model, format),
        $"{Text(human / Alike, format)} to {Text(human * Alike, format)}",
        model >= human / Alike && model <= human * Alike);

    private static PlayingCheck Shown(string what, double human, double model, string format) =>
        new(what, Text(human, format), Text(model, format), "", null);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using Impsy.TrainerCli.Evaluation;

namespace Impsy.TrainerCli.Report;

/// <summary>Whether a model is any good, in words.</summary>
/// <param name="Headline">A sentence.</param>
/// <param name="Reasons">Sentences, with the figures that it rests on.</param>
internal sealed record Verdict(Grade Grade, string Headline, IReadOnlyList<string> Reasons)
{
    /// <summary>Of what habits tell; a model above this has learnt little of how one thing leads to another.</summary>
    private const double WellBelowHabits = 0.9;

    /// <summary>Below this many, another evening's playing could give quite another figure.</summary>
    private const long FewEvents = 1000;

    public static Verdict Of(ModelReport report)
    {
        double share = report.Evaluation.Total.BitsPerEvent / report.HabitBits;
        bool playsAlike = report.Checks.All(check => check.Passed is not false);
        (Grade grade, string headline) = (share, report.HalfHour.Froze, report.HalfHour.RanAway, playsAlike) switch
        {
            (_, true, _, _) => (Grade.Poor, "Poor: left alone it stops moving."),
            (_, _, true, _) => (Grade.Poor, "Poor: left alone it runs away."),
            ( > 1, _, _, _) => (Grade.Poor, "Poor: it foresees less than mere habit would."),
            ( > WellBelowHabits, _, _, _) => (Grade.Fair, "Fair: it foresees little more than habit would."),
            (_, _, _, false) => (Grade.Fair, "Fair: it foresees well, but alone it plays unlike the player."),
            _ => (Grade.Good, "Good: it foresees what is played, and alone it plays like the player."),
        };
        return new Verdict(grade, headline, [Foresight(report), Comparison(report), Alone(report), Smaller(report)]);
    }

    private static string Foresight(ModelReport report)
    {
        TakeScore total = report.Evaluation.Total;
        string rough = total.Events < FewEvents ? " With so few events this figure is rough." : "";
        string heard = report.IsKeptBack ? "events kept back from its training" : "events";
        string doubt = report.IsKeptBack ? "" : " If it has learnt from these takes, others will surprise it more.";
        return $"On {Figure.Whole(total.Events)} {heard} it is surprised by " +
            $"{Figure.Hundredths(total.BitsPerEvent)} bits each; fewer is better.{doubt}{rough}";
    }

    private static string Comparison(ModelReport report)
    {
        string published = PublishedModel.Bits(report.Metadata.Dimension) is double bits
            ? $"; the best model published with Python IMPSY needs {Figure.Tenths(bits)} on the performances it was " +
                "published with"
            : "";
        return $"A blind guess needs {Figure.Hundredths(report.BlindBits)}, and habit alone, which knows how often " +
            $"each pause and each step occurs but not what came before, {Figure.Hundredths(report.HabitBits)}{published}.";
    }

    private static string Alone(ModelReport report)
    {
        (Playing model, Playing human) = (report.Evaluation.Model, report.Evaluation.Human);
        HalfHour halfHour = report.HalfHour;
        string lasting = (halfHour.Froze, halfHour.RanAway) switch
        {
            (true, _) => $"In half an hour alone nothing moved for {Figure.Duration(halfHour.Model.LongestRest)} once.",
            (_, true) => $"In half an hour alone it played {Figure.Whole(halfHour.Model.BusiestMinute)} events in a " +
                $"minute; the player never more than {Figure.Whole(halfHour.Player.BusiestMinute)}.",
            _ => "In half an hour alone it neither froze nor ran away.",
        };
        return $"Alone it moves {Figure.Hundredths(model.MovedPerEvent)} controls per event (the player " +
            $"{Figure.Hundredths(human.MovedPerEvent)}), half of its events come within " +
            $"{Figure.Time(model.DtMedian)} (the player's within {Figure.Time(human.DtMedian)}), and it uses " +
            $"{halfHour.Model.Playing.Alive} of the {human.Alive} controls that the player uses. {lasting}";
    }

    private static string Smaller(ModelReport report)
    {
        if (report.Metadata.Quantization == Impsy.Inference.Quantization.Int8)
            return "Its weights are of 8 bits already.";
        if (report.Trials.Count == 0)
            return "What weights of 8 bits would cost it was not measured.";
        return report.ChosenTrial switch
        {
            null => "With weights of 8 bits it would lose too much.",
            { LossPercent: <= 0 } => "With weights of 8 bits it is as good.",
            { LossPercent: double loss } =>
                $"With weights of 8 bits it needs {Figure.Percent(loss)} more bits, which nobody hears.",
        };
    }
}

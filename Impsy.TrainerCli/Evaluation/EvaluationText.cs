using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Impsy.Inference;

namespace Impsy.TrainerCli.Evaluation;

/// <summary>An evaluation for people, and for programs.</summary>
internal static class EvaluationText
{
    public static void Write(ModelEvaluation evaluation, ModelMetadata metadata, int seed, TextWriter output)
    {
        int width = Math.Max(9, evaluation.Takes.Max(take => take.Name.Length));
        output.WriteLine($"{"take".PadRight(width)}    events     bits       dt controls     nats");
        foreach (TakeScore take in evaluation.Takes.Where(take => take.Events != 0))
            output.WriteLine(Line(take, take.Name.PadRight(width)));
        int count = evaluation.Takes.Count;
        output.WriteLine(Line(evaluation.Total, $"{count} {(count == 1 ? "take" : "takes")}".PadRight(width)));
        output.WriteLine();
        (Playing model, Playing human) = (evaluation.Model, evaluation.Human);
        output.WriteLine(Invariant(
            $"playing alone, {model.Events} events after {evaluation.PrimedWith} of {evaluation.PrimedBy}"));
        output.WriteLine(Invariant(
            $"(sigmatemp {metadata.Suggested.Sigma}, pitemp {metadata.Suggested.Pi}, seed {seed})"));
        output.WriteLine("                              model    human");
        output.WriteLine(Invariant(
            $"controls moved per event   {model.MovedPerEvent,8:0.00} {human.MovedPerEvent,8:0.00}"));
        output.WriteLine(Invariant($"median time between, s     {model.DtMedian,8:0.000} {human.DtMedian,8:0.000}"));
        output.WriteLine(Invariant(
            $"events per second          {model.EventsPerSecond,8:0.0} {human.EventsPerSecond,8:0.0}"));
        output.WriteLine(Invariant($"size of a move, of 0..1    {model.StepSize,8:0.000} {human.StepSize,8:0.000}"));
        output.WriteLine(Invariant($"controls that move at all  {model.Alive,8} {human.Alive,8}"));
    }

    /// <summary>One object on one line. Its keys are a contract with other programs.</summary>
    public static string ToJson(ModelEvaluation evaluation, ModelMetadata metadata, int seed)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            Number(json, "bits_per_event", evaluation.Total.BitsPerEvent);
            Number(json, "bits_dt", evaluation.Total.DtBitsPerEvent);
            Number(json, "bits_controls", evaluation.Total.ControlBitsPerEvent);
            json.WriteNumber("events", evaluation.Total.Events);
            json.WriteNumber("takes", evaluation.Takes.Count);
            json.WriteStartObject("free_run");
            json.WriteNumber("seed", seed);
            json.WriteNumber("primed_with", evaluation.PrimedWith);
            Number(json, "sigmatemp", metadata.Suggested.Sigma);
            Number(json, "pitemp", metadata.Suggested.Pi);
            Write(json, evaluation.Model);
            json.WriteStartObject("human");
            Write(json, evaluation.Human);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Playing playing)
    {
        json.WriteNumber("events", playing.Events);
        Number(json, "moved_per_event", playing.MovedPerEvent);
        Number(json, "dt_median", playing.DtMedian);
        Number(json, "events_per_second", playing.EventsPerSecond);
        Number(json, "step_size", playing.StepSize);
        json.WriteNumber("alive", playing.Alive);
    }

    /// <summary>Six digits: more would only be noise.</summary>
    private static void Number(Utf8JsonWriter json, string name, double value) =>
        json.WriteNumber(name, Math.Round(value, 6));

    private static string Line(TakeScore score, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name} {score.Events,9} {score.BitsPerEvent,8:0.00} {score.DtBitsPerEvent,8:0.00} " +
        $"{score.ControlBitsPerEvent,8:0.00} {score.NatsPerEvent,8:0.00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

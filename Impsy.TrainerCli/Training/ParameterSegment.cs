namespace Impsy.TrainerCli.Training;

/// <summary>One matrix or bias among the parameters.</summary>
internal readonly record struct ParameterSegment(int Start, int Length, bool IsBias)
{
    public Span<float> Of(AlignedFloats parameters) => parameters.Slice(Start, Length);
}

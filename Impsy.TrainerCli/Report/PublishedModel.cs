namespace Impsy.TrainerCli.Report;

/// <summary>
/// What the models published with Python IMPSY need on kept-back takes of the performances published with them, with
/// the gates that they were trained with; docs/training.md tells more. As Python IMPSY runs them today they need 60.3
/// (nine values) and 21.5 (four).
/// </summary>
internal static class PublishedModel
{
    /// <returns>Bits per event, or null where none was published.</returns>
    public static double? Bits(int dimension) => dimension switch
    {
        9 => 18.9,
        4 => 17.4,
        _ => null,
    };
}

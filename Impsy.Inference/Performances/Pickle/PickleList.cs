namespace Impsy.Inference.Performances.Pickle;

/// <summary>
/// A Python list of arrays or of floats: nothing else can stand in a dataset. Floats are kept as such, because a take
/// may have millions and an object for each would cost three times its place in the file.
/// </summary>
internal sealed class PickleList
{
    /// <summary>Far more takes than anybody plays.</summary>
    private const int MostArrays = 1 << 20;

    /// <summary>1 GB of them.</summary>
    private const int MostNumbers = 1 << 27;

    public List<double> Numbers { get; } = [];

    public List<PickleArray> Arrays { get; } = [];

    /// <exception cref="InvalidDataException">Neither an array nor a float, or too many.</exception>
    public void Add(object? item)
    {
        if (item is double number && Numbers.Count < MostNumbers)
            Numbers.Add(number);
        else if (item is PickleArray array && Arrays.Count < MostArrays)
            Arrays.Add(array);
        else
            throw new InvalidDataException("has a list of something else than arrays or numbers");
    }
}

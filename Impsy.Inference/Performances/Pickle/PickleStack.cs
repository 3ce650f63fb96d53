namespace Impsy.Inference.Performances.Pickle;

/// <summary>The stack of a pickle: bounded, so that a small file cannot ask for much memory.</summary>
internal sealed class PickleStack
{
    /// <summary>NumPy appends to a list by the thousand, so real files stay near that.</summary>
    private const int MostValues = 1 << 16;

    private static readonly object s_mark = new();

    private readonly List<object?> _values = [];

    /// <exception cref="InvalidDataException">The stack is empty.</exception>
    public object? Top => _values.Count > 0 ? _values[^1] : throw Empty();

    public void Push(object? value)
    {
        if (_values.Count == MostValues)
            throw new InvalidDataException($"has more than {MostValues} values on its stack");
        _values.Add(value);
    }

    public void PushMark() => Push(s_mark);

    public object? Pop()
    {
        object? top = Top;
        _values.RemoveAt(_values.Count - 1);
        return top;
    }

    /// <summary>Takes a value that must be of a type.</summary>
    public T Pop<T>() =>
        Pop() is T value ? value : throw new InvalidDataException("has a value of an unexpected kind");

    /// <param name="count">How many to take, in the order in which they were pushed.</param>
    public object?[] Pop(int count)
    {
        if (count > _values.Count)
            throw Empty();
        object?[] taken = [.. _values[^count..]];
        _values.RemoveRange(_values.Count - count, count);
        return taken;
    }

    /// <summary>Everything above the last mark, in the order in which it was pushed; the mark goes, too.</summary>
    public object?[] PopToMark()
    {
        int mark = _values.LastIndexOf(s_mark);
        if (mark < 0)
            throw new InvalidDataException("has no mark where one is needed");
        object?[] taken = Pop(_values.Count - mark - 1);
        _values.RemoveAt(mark);
        return taken;
    }

    private static InvalidDataException Empty() => new("takes a value from an empty stack");
}

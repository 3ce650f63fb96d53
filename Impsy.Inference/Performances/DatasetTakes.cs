using System.Buffers.Binary;
using System.Globalization;
using Impsy.Inference.Performances.Pickle;

namespace Impsy.Inference.Performances;

/// <summary>Turns the arrays of a dataset into takes, whatever their order in memory and their precision.</summary>
internal sealed class DatasetTakes
{
    private readonly string _name;
    private readonly List<Take> _takes = [];
    private long _left; // values that the file can honestly hold
    private int _dimension;
    private int _emptyTakes;
    private long _clockSteps;

    private DatasetTakes(long bytes, string name)
    {
        _left = bytes / sizeof(float);
        _name = name;
    }

    /// <param name="root">(n) of arrays (T, D); or itself (n, T, D), of numbers or of Python floats.</param>
    /// <param name="bytes">Of the file, unpacked: one that names the same array many times is refused.</param>
    /// <param name="name">Of the file, for the names of the takes.</param>
    public static DatasetReading From(PickleArray root, long bytes, string name)
    {
        DatasetTakes takes = new(bytes, name);
        if (root.Shape is [int count] && root.Items is PickleList list)
        {
            if (list.Arrays.Count != count || list.Numbers.Count != 0)
                throw new InvalidDataException($"has {list.Arrays.Count} takes where it says {count}");
            for (int i = 0; i < count; i++)
                takes.Add(list.Arrays[i], i);
        }
        else if (root.Shape is [int n, int rows, int columns])
        {
            Func<long, float> element = Elements(root, Count(root.Shape));
            // NumPy writes a list of objects in C order whatever it says of the array, and numbers as they lie.
            bool isFortran = root.IsFortranOrder && root.Items is null;
            for (int i = 0; i < n; i++)
            {
                int take = i;
                takes.Add(take, rows, columns, (row, column) => element(isFortran
                    ? take + (long)n * (row + (long)rows * column)
                    : ((long)take * rows + row) * columns + column));
            }
        }
        else
        {
            throw new InvalidDataException("is no dataset: perfs holds no takes of events");
        }
        if (takes._dimension == 0)
            throw new InvalidDataException("holds no takes");
        return new DatasetReading(takes._dimension, takes._takes, takes._emptyTakes, takes._clockSteps);
    }

    private void Add(PickleArray array, int index)
    {
        if (array.Shape is not [int rows, int columns])
            throw new InvalidDataException($"take {index + 1} is no array of events");
        Func<long, float> element = Elements(array, Count(array.Shape));
        Add(index, rows, columns, (row, column) => element(array.IsFortranOrder
            ? row + (long)rows * column
            : (long)row * columns + column));
    }

    private void Add(int index, int rows, int columns, Func<int, int, float> value)
    {
        string name = $"{_name}#{index + 1}";
        if (columns is < LogFileName.LeastDimension or > LogFileName.MostDimension)
            throw new InvalidDataException($"take {index + 1} has {columns} values per event; 2 to 65 are possible");
        if (_dimension != 0 && columns != _dimension)
        {
            throw new InvalidDataException(
                $"take {index + 1} has {columns} values per event, those before have {_dimension}");
        }
        _dimension = columns;
        _left -= (long)rows * columns;
        if (_left < 0)
            throw new InvalidDataException("names the same take again and again");
        if (rows == 0)
        {
            _emptyTakes++;
            return;
        }
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                values[row * columns + column] = value(row, column);
            Check(values.AsSpan(row * columns, columns), index, row);
        }
        _takes.Add(new Take(name, columns, values, hasOpening: false));
    }

    private void Check(Span<float> values, int take, int row)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                string text = value.ToString(CultureInfo.InvariantCulture);
                throw new InvalidDataException($"take {take + 1}, event {row + 1}: {text} is no finite number");
            }
        }
        if (values[0] < 0)
        {
            values[0] = 0;
            _clockSteps++;
        }
    }

    private static long Count(int[] shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            count *= size;
            if (count > int.MaxValue)
                throw new InvalidDataException($"has an array of shape ({string.Join(", ", shape)})");
        }
        return count;
    }

    /// <summary>The element at a place in memory order, checked to exist for every place below the count.</summary>
    private static Func<long, float> Elements(PickleArray array, long count)
    {
        if (array.Items is PickleList { Arrays.Count: 0 } list && list.Numbers.Count == count)
            return place => (float)list.Numbers[(int)place];
        if (array.Data is not ReadOnlyMemory<byte> data || array.Type is null)
            throw new InvalidDataException("has an array that holds no numbers");
        int size = (array.Type.Code, array.Type.Order) switch
        {
            ("f4", "<" or "=") => sizeof(float),
            ("f8", "<" or "=") => sizeof(double),
            _ => throw new InvalidDataException(
                $"has numbers of type {array.Type.Order}{array.Type.Code}; read are <f4 and <f8"),
        };
        if (data.Length != count * size)
            throw new InvalidDataException($"has an array of {data.Length} bytes where {count * size} belong");
        return size == sizeof(float)
            ? place => BinaryPrimitives.ReadSingleLittleEndian(data.Span[(int)(place * sizeof(float))..])
            : place => (float)BinaryPrimitives.ReadDoubleLittleEndian(data.Span[(int)(place * sizeof(double))..]);
    }
}

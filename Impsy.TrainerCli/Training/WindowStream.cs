using Impsy.Inference.Performances;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// The endless order in which windows are learnt: pass after pass over all takes, each with other starts and in
/// another order. The whole order follows from the seed, so a place in it is two numbers.
/// </summary>
internal sealed class WindowStream
{
    private readonly IReadOnlyList<Take> _takes;
    private readonly int _length;
    private readonly int _stride;
    private readonly long _seed;
    private readonly List<(int Take, int Start)> _windows = [];

    /// <param name="takes">At least one has more than length rows.</param>
    /// <param name="length">Events that a window predicts.</param>
    /// <param name="stride">Rows between the starts of windows of one pass.</param>
    public WindowStream(IReadOnlyList<Take> takes, int length, int stride, long seed)
    {
        _takes = takes;
        _length = length;
        _stride = stride;
        _seed = seed;
        Fill();
    }

    /// <summary>From 0.</summary>
    public long Pass { get; private set; }

    /// <summary>Windows of this pass that are done.</summary>
    public int Position { get; private set; }

    /// <summary>Windows of this pass; other passes have a few more or less.</summary>
    public int WindowsPerPass => _windows.Count;

    public Window Next()
    {
        if (Position == _windows.Count)
            Seek(Pass + 1, 0);
        (int take, int start) = _windows[Position++];
        return new Window(_takes[take], start);
    }

    public void Seek(long pass, int position)
    {
        Pass = pass;
        Fill();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _windows.Count);
        Position = position;
    }

    private void Fill()
    {
        _windows.Clear();
        Position = 0;
        TrainingRandom random = new(_seed, RandomPurpose.WindowOrder, Pass, 0);
        for (int take = 0; take < _takes.Count; take++)
        {
            int last = _takes[take].RowCount - _length - 1; // the last start
            int phase = random.Next(_stride);
            for (int start = phase <= last ? phase : 0; start <= last; start += _stride)
                _windows.Add((take, start));
        }
        for (int i = _windows.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (_windows[i], _windows[j]) = (_windows[j], _windows[i]);
        }
    }
}

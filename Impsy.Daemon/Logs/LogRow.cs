using System.Runtime.CompilerServices;
using Impsy.Inference.Performances;

namespace Impsy.Daemon.Logs;

/// <summary>An event on its way to the log, of fixed size, so that a ring of them is one array.</summary>
internal struct LogRow
{
    public long MonotonicNs;
    public LogSource Source;
    public byte Count; // of controls: 1..64
    public Values Controls;

    public readonly int Dimension => Count + 1;

    [InlineArray(LogLine.MostControls)]
    public struct Values
    {
        private float _first;
    }
}

using Impsy.Inference;
using Impsy.Inference.Performances;
using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// The surprise of a network on takes, as <see cref="EventSurprise"/> measures it, but in float32 and many takes at
/// once: whole takes from a zero state, their first row heard only. One thread at a time.
/// </summary>
internal sealed class Validator
{
    private const int MostSequences = 16;
    private const int Steps = 50;

    private readonly WorkerTeam _team;
    private readonly Group[] _groups;

    public Validator(
        IReadOnlyList<Take> takes, TrainingOptions options, Network network, IKernels kernels, WorkerTeam team)
    {
        _team = team;
        // Takes of like length together, since a group takes as long as its longest.
        _groups = [.. takes.OrderByDescending(take => take.RowCount).Chunk(MostSequences)
            .Select(chunk => new Group(chunk, options, network, kernels))];
        Events = takes.Sum(take => (long)take.RowCount - 1);
    }

    /// <summary>Events that are predicted.</summary>
    public long Events { get; }

    /// <returns>Bits per event, at most <see cref="EventSurprise.MaximumBits"/>.</returns>
    public double Measure()
    {
        _team.Run(_groups.Length, index => _groups[index].Measure());
        return -_groups.Sum(group => group.LogLikelihood) / Events / Math.Log(2);
    }

    private sealed class Group(Take[] takes, TrainingOptions options, Network network, IKernels kernels)
    {
        private readonly SequenceWriter _writer = new(options, network.Shape.Dimension, gridStep: 0);
        private readonly ForwardPass _forward = new(
            network,
            kernels,
            new Batch(network.Shape, HeadLayout.RoundUp(takes.Length, 8), Steps),
            withDropout: false);

        public double LogLikelihood { get; private set; }

        public void Measure()
        {
            float least = (float)(-EventSurprise.MaximumBits * Math.Log(2));
            MixtureScoring scoring = new(
                UseBins: true, EventCoding.HalfControl, Floor: 0, least, GradientScale: 0);
            TrainingRandom unused = default;
            LogLikelihood = 0;
            _forward.ClearState();
            for (int first = 0; first < takes.Max(take => take.RowCount) - 1; first += Steps)
            {
                for (int sequence = 0; sequence < _forward.Batch.Sequences; sequence++)
                    Write(sequence, first);
                _forward.Run(0, ref unused);
                LogLikelihood += _forward.Score(scoring);
                _forward.CarryState();
            }
        }

        private void Write(int sequence, int first)
        {
            int dimension = network.Shape.Dimension;
            for (int step = 0; step < Steps; step++)
            {
                int row = _forward.Batch.Row(step, sequence);
                int at = first + step;
                if (sequence >= takes.Length || at >= takes[sequence].RowCount - 1)
                {
                    _forward.Batch.Silence(row);
                    continue;
                }
                ReadOnlySpan<float> both = takes[sequence].Rows.Slice(at * dimension, 2 * dimension);
                _writer.WriteEvent(_forward.Batch, row, both[..dimension], both[dimension..]);
            }
        }
    }
}

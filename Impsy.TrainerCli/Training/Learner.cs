using Impsy.TrainerCli.Training.Kernels;

namespace Impsy.TrainerCli.Training;

/// <summary>
/// Learns from one batch of windows after another. A batch is cut into shards of 16 sequences that threads take in
/// any order; their gradients are then added in the order of the shards, and lengths are summed over fixed blocks of
/// parameters: so the same batch gives the same weights on any number of threads. One thread at a time.
/// </summary>
internal sealed class Learner
{
    private const int ShardSequences = 16;

    /// <summary>Parameters that one thread adds up and changes at a time.</summary>
    private const int BlockLength = 8192;

    private readonly TrainingOptions _options;
    private readonly IKernels _kernels;
    private readonly WorkerTeam _team;
    private readonly Shard[] _shards;
    private readonly ParameterSegment[] _blocks;
    private readonly double[] _blockSquares;
    private readonly Action<int> _transpose;
    private readonly Action<int> _learnShard;
    private readonly Action<int> _addBlock;
    private readonly Action<int> _changeBlock;

    private IReadOnlyList<Window> _windows = [];
    private bool _useBins;
    private AdamStep _step;

    public Learner(TrainingOptions options, Network network, float gridStep, IKernels kernels, WorkerTeam team)
    {
        _options = options;
        Network = network;
        _kernels = kernels;
        _team = team;
        Mean = new AlignedFloats(network.Shape.Count);
        Square = new AlignedFloats(network.Shape.Count);
        int shards = (options.BatchSize + ShardSequences - 1) / ShardSequences;
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new Shard(options, network, gridStep, kernels))];
        _blocks = [.. network.Shape.Segments.SelectMany(Cut)];
        _blockSquares = new double[_blocks.Length];
        _transpose = Network.Transpose;
        _learnShard = LearnShard;
        _addBlock = AddBlock;
        _changeBlock = ChangeBlock;
    }

    public Network Network { get; }

    /// <summary>(Count) of the gradient, running.</summary>
    public AlignedFloats Mean { get; }

    /// <summary>(Count) of the gradient's square, running.</summary>
    public AlignedFloats Square { get; }

    /// <summary>Batches learnt from.</summary>
    public long Updates { get; set; }

    /// <summary>Batches whose gradient was no number, and which changed nothing.</summary>
    public long Skipped { get; set; }

    /// <param name="windows">At most BatchSize.</param>
    /// <param name="useBins">Whether the probability of bins is learnt, or densities.</param>
    /// <returns>Mean loss per event, nats.</returns>
    public double Learn(IReadOnlyList<Window> windows, double learningRate, bool useBins)
    {
        _windows = windows;
        _useBins = useBins;
        _team.Run(Network.TransposedCount, _transpose);
        _team.Run(_shards.Length, _learnShard);
        _team.Run(_blocks.Length, _addBlock);
        double norm = Math.Sqrt(_blockSquares.Sum());
        if (double.IsFinite(norm))
            Change(learningRate, norm);
        else
            Skipped++;
        Updates++;
        return -_shards.Sum(shard => shard.LogLikelihood) / ((double)windows.Count * _options.WindowLength);
    }

    private void Change(double learningRate, double norm)
    {
        long steps = Updates - Skipped + 1;
        bool isTooLong = _options.ClipNorm > 0 && norm > _options.ClipNorm;
        _step = new AdamStep(
            (float)learningRate,
            isTooLong ? (float)(_options.ClipNorm / norm) : 1,
            _options.WeightDecay,
            (float)(1 - Math.Pow(1 - AdamStep.MeanRate, steps)),
            (float)(1 - Math.Pow(1 - AdamStep.SquareRate, steps)));
        _team.Run(_blocks.Length, _changeBlock);
    }

    private void LearnShard(int index)
    {
        int first = index * ShardSequences;
        int count = Math.Clamp(_windows.Count - first, 0, ShardSequences);
        float scale = 1f / (_windows.Count * _options.WindowLength);
        _shards[index].Learn(_windows.Skip(first).Take(count).ToArray(), Updates, index, _useBins, scale);
    }

    private void AddBlock(int index)
    {
        ParameterSegment block = _blocks[index];
        Span<float> sum = block.Of(_shards[0].Gradient);
        foreach (Shard shard in _shards.AsSpan(1))
            _kernels.Add(block.Of(shard.Gradient), sum);
        _blockSquares[index] = _kernels.SumOfSquares(sum);
    }

    private void ChangeBlock(int index)
    {
        ParameterSegment block = _blocks[index];
        AdamStep step = block.IsBias ? _step with { Decay = 0 } : _step;
        _kernels.AdamStep(
            step, block.Of(_shards[0].Gradient), block.Of(Mean), block.Of(Square), block.Of(Network.Parameters));
    }

    private static IEnumerable<ParameterSegment> Cut(ParameterSegment segment)
    {
        for (int start = 0; start < segment.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, segment.Length - start);
            yield return new ParameterSegment(segment.Start + start, length, segment.IsBias);
        }
    }

    /// <summary>16 sequences with all that it takes to learn from them.</summary>
    private sealed class Shard
    {
        private readonly TrainingOptions _options;
        private readonly SequenceWriter _writer;
        private readonly ForwardPass _forward;
        private readonly BackwardPass _backward;

        public Shard(TrainingOptions options, Network network, float gridStep, IKernels kernels)
        {
            _options = options;
            _writer = new SequenceWriter(options, network.Shape.Dimension, gridStep);
            Batch batch = new(network.Shape, ShardSequences, options.WindowLength);
            _forward = new ForwardPass(network, kernels, batch, withDropout: options.Dropout > 0);
            _backward = new BackwardPass(network, kernels, _forward);
        }

        public AlignedFloats Gradient => _backward.Gradient;

        /// <summary>Nats, of all events together.</summary>
        public double LogLikelihood { get; private set; }

        public void Learn(Window[] windows, long update, int index, bool useBins, float gradientScale)
        {
            Batch batch = _forward.Batch;
            for (int sequence = 0; sequence < batch.Sequences; sequence++)
            {
                if (sequence < windows.Length)
                {
                    TrainingRandom random = new(
                        _options.Seed, RandomPurpose.Sequence, update, index * ShardSequences + sequence);
                    _writer.WriteWindow(batch, sequence, windows[sequence], useBins, ref random);
                    continue;
                }
                for (int step = 0; step < batch.Steps; step++)
                    batch.Silence(batch.Row(step, sequence));
            }
            TrainingRandom dropped = new(_options.Seed, RandomPurpose.Dropout, update, index);
            _forward.ClearState();
            _forward.Run(_options.Dropout, ref dropped);
            LogLikelihood = _backward.Run(new MixtureScoring(
                useBins, EventCoding.HalfControl, Floor: 0, LeastLog: -300, gradientScale));
        }
    }
}

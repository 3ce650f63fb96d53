using Impsy.Inference.Onnx;

namespace Impsy.Inference;

/// <summary>
/// A mixture density recurrent network out of one ONNX file, with its state. The file is read whole, so it may be
/// overwritten while this plays. Belongs to one thread at a time; after loading no managed memory is allocated.
/// </summary>
public sealed class MdrnnModel : IPredictor
{
    /// <summary>Seconds between events when the network has nothing playable to say.</summary>
    private const float FallbackDt = 0.5f;

    private readonly OnnxSession _session;
    private readonly RecurrentBindings _bindings;
    private readonly MixtureSampler _sampler;
    private long _recoveries;

    private MdrnnModel(OnnxSession session, string name, int seed)
    {
        _session = session;
        Name = name;
        ModelMetadataReader reader = new(session.Metadata);
        Metadata = reader.Read();
        Refuse(reader.Mistakes);
        Refuse(ModelShape.Compare(Metadata, session));
        _sampler = new MixtureSampler(Metadata, seed);
        _bindings = new RecurrentBindings(session, Metadata);
        try
        {
            // What a file declares and what its nodes do can differ: better found here than on stage. The first
            // step also makes ONNX Runtime's own first allocations.
            Reset();
            _bindings.Run();
            Reset();
        }
        catch
        {
            _bindings.Dispose();
            throw;
        }
    }

    /// <summary>The file, as the owner named it.</summary>
    public string Name { get; }

    public ModelMetadata Metadata { get; }

    public int Dimension => Metadata.Dimension;

    /// <summary>The library that computes, e.g. "ONNX Runtime 1.27.0 (/usr/lib/impsy/libonnxruntime.so.1)".</summary>
    public string Runtime => $"ONNX Runtime {_session.Library.Version} ({_session.Library.Path})";

    /// <summary>
    /// How often the network had nothing finite to say and its state was reset. Any thread may read it.
    /// </summary>
    public long Recoveries => Interlocked.Read(ref _recoveries);

    /// <summary>(M*(2D+1)) what the last step said, raw, in scaled units; valid until the next step.</summary>
    public ReadOnlySpan<float> Head => _bindings.Head;

    /// <summary>(D) the event that the network last heard: as given, but finite and within range.</summary>
    public ReadOnlySpan<float> Heard => _bindings.Input;

    /// <param name="seed">The same seed and the same events give the same predictions.</param>
    /// <exception cref="ModelException">The file cannot be read, or is no model that can be played.</exception>
    public static MdrnnModel Load(string path, int seed)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, $"cannot be read: {failure.Message}");
        }
        return Load(bytes, path, seed);
    }

    /// <param name="bytes">A whole model file; not kept.</param>
    /// <param name="name">For messages.</param>
    /// <inheritdoc cref="Load(string, int)"/>
    public static MdrnnModel Load(byte[] bytes, string name, int seed)
    {
        OnnxSession session = new(bytes, name);
        try
        {
            return new MdrnnModel(session, name, seed);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Reset()
    {
        _bindings.ClearState();
        Metadata.Start.AsSpan().CopyTo(_bindings.Input);
    }

    /// <summary>
    /// Hears one event, without drawing the predicted. What is no number says nothing: such a dt counts as 0, such a
    /// control stays where it was last heard (after a reset, at its start value). The rest is clipped: dt to
    /// 0..dt_max, controls to 0..1.
    /// </summary>
    /// <param name="current">(D) natural units; may be anything.</param>
    public void Step(ReadOnlySpan<float> current)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(current.Length, Dimension);
        Span<float> input = _bindings.Input;
        input[0] = float.IsNaN(current[0]) ? 0 : Math.Clamp(current[0], 0, Metadata.DtMax);
        for (int i = 1; i < current.Length; i++)
        {
            if (!float.IsNaN(current[i]))
                input[i] = Math.Clamp(current[i], 0, 1);
        }
        _bindings.Run();
    }

    /// <summary>
    /// As the interface says. When the network has nothing finite to say, its state is reset, that is counted, and
    /// it is asked once more; if that fails too, the controls stay where they are, for half a second.
    /// </summary>
    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> predicted)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(predicted.Length, Dimension);
        Step(current);
        if (_sampler.TrySample(Head, Heard, temperatures, predicted))
            return;
        Interlocked.Increment(ref _recoveries);
        _bindings.ClearState();
        _bindings.Run();
        if (_sampler.TrySample(Head, Heard, temperatures, predicted))
            return;
        _bindings.ClearState();
        Heard.CopyTo(predicted);
        predicted[0] = Math.Min(FallbackDt, Metadata.DtMax);
    }

    /// <summary>(U) the hidden state of a layer after the last step.</summary>
    internal ReadOnlySpan<float> Hidden(int layer) => _bindings.State(layer, isCell: false);

    /// <summary>(U) the cell state of a layer after the last step.</summary>
    internal ReadOnlySpan<float> Cell(int layer) => _bindings.State(layer, isCell: true);

    public void Dispose()
    {
        _bindings.Dispose();
        _session.Dispose();
    }

    private void Refuse(IReadOnlyList<string> mistakes)
    {
        if (mistakes.Count != 0)
            throw new ModelException(Name, mistakes);
    }
}

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// The arithmetic of training: one implementation per width of register, and a plain one that says what they must
/// compute. Sizes: U and rows of weights multiples of 16, columns of 32, rows of sequences of 8; all memory 64-byte
/// aligned (AlignedFloats), though only speed depends on that. Any thread; keeps no state. A span that
/// is too short throws.
/// </summary>
internal interface IKernels
{
    /// <summary>For people, e.g. "AVX-512".</summary>
    string Name { get; }

    /// <summary>c = a b, or c += a b.</summary>
    /// <param name="a">(rows, depth).</param>
    /// <param name="b">(depth, columns) in panels.</param>
    /// <param name="c">(rows, columns).</param>
    void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int depth, int columns, bool add);

    /// <summary>b += transposed a times z.</summary>
    /// <param name="a">(rows, depth).</param>
    /// <param name="z">(rows, columns).</param>
    /// <param name="b">(depth, columns) in panels.</param>
    void AddTransposedProduct(
        ReadOnlySpan<float> a, ReadOnlySpan<float> z, Span<float> b, int rows, int depth, int columns);

    /// <param name="gates">(rows, 4U): sums of the products in; out: activations of the gates i, f, g, o.</param>
    /// <param name="bias">(4U).</param>
    /// <param name="before">(rows, U) cell before the step.</param>
    /// <param name="cell">(rows, U) out.</param>
    /// <param name="tanh">(rows, U) out: of the cell.</param>
    /// <param name="hidden">(rows, U) out.</param>
    void LstmForward(
        Span<float> gates,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> before,
        Span<float> cell,
        Span<float> tanh,
        Span<float> hidden);

    /// <param name="units">U.</param>
    /// <param name="gates">(rows, 4U): activations in; out: gradients of the sums.</param>
    /// <param name="before">(rows, U) cell before the step.</param>
    /// <param name="tanh">(rows, U) of the cell after it.</param>
    /// <param name="above">(rows, U) gradient of the hidden state from the layer above.</param>
    /// <param name="later">(rows, U) the same from the next step.</param>
    /// <param name="cell">(rows, U) gradient of the cell: from the next step in; out: for the step before.</param>
    void LstmBackward(
        int units,
        Span<float> gates,
        ReadOnlySpan<float> before,
        ReadOnlySpan<float> tanh,
        ReadOnlySpan<float> above,
        ReadOnlySpan<float> later,
        Span<float> cell);

    /// <summary>How likely the head held what was played, in nats, and the gradient of minus that.</summary>
    /// <param name="head">(rows, Columns) without bias; out: the gradient, if one is asked for.</param>
    /// <param name="bias">(Columns).</param>
    /// <param name="logs">(rows) out; 0 where the weight is 0.</param>
    void Score(
        HeadLayout layout,
        in MixtureScoring scoring,
        Span<float> head,
        ReadOnlySpan<float> bias,
        in MixtureTargets targets,
        Span<float> logs);

    /// <param name="rows">(rows, sums.Length).</param>
    void AddColumnSums(ReadOnlySpan<float> rows, Span<float> sums);

    /// <summary>to += from.</summary>
    void Add(ReadOnlySpan<float> from, Span<float> to);

    /// <summary>to = left * right, element by element; to may be one of them.</summary>
    void Scale(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> to);

    double SumOfSquares(ReadOnlySpan<float> values);

    /// <summary>One step of AdamW for some parameters.</summary>
    /// <param name="mean">Running mean of the gradient; changed.</param>
    /// <param name="square">Running mean of its square; changed.</param>
    void AdamStep(
        in AdamStep step,
        ReadOnlySpan<float> gradient,
        Span<float> mean,
        Span<float> square,
        Span<float> parameters);
}

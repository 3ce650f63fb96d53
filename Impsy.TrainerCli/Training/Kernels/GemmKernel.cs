using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// Products of matrices: a block of the result, as large as the registers hold, is summed up in one walk along the
/// depth. Sums run in the order of the depth whatever the width. Plain rows are dense; no sizes are checked here.
/// </summary>
internal static unsafe class GemmKernel<T>
    where T : struct, ISimd<T>
{
    /// <summary>Rows of a's transposed product at a time: what a core's first cache holds of a and z together.</summary>
    private const int Chunk = 128;

    private static int BlockRows => T.HasManyRegisters ? 8 : 4;

    /// <summary>c = a b, or c += a b.</summary>
    /// <param name="a">(rows, depth), rows a multiple of 8.</param>
    /// <param name="b">(depth, columns) in panels.</param>
    /// <param name="c">(rows, columns).</param>
    public static void Multiply(float* a, float* b, float* c, int rows, int depth, int columns, bool add)
    {
        for (int column = 0; column < columns; column += 2 * T.Count)
        {
            float* strip = b + Panels.Index(0, column, depth);
            for (int row = 0; row < rows; row += BlockRows)
            {
                Operand left = new(a + (long)row * depth, depth, 1);
                Block(left, strip, Panels.Width, c + (long)row * columns + column, columns, depth, add);
            }
        }
    }

    /// <summary>b += transposed a times z.</summary>
    /// <param name="a">(rows, depth), depth a multiple of 8.</param>
    /// <param name="z">(rows, columns).</param>
    /// <param name="b">(depth, columns) in panels.</param>
    public static void AddTransposedProduct(float* a, float* z, float* b, int rows, int depth, int columns)
    {
        for (int first = 0; first < rows; first += Chunk)
        {
            int count = Math.Min(Chunk, rows - first);
            float* chunk = z + (long)first * columns;
            for (int column = 0; column < columns; column += 2 * T.Count)
            {
                for (int row = 0; row < depth; row += BlockRows)
                {
                    Operand left = new(a + (long)first * depth + row, 1, depth);
                    float* sums = b + Panels.Index(row, column, depth);
                    Block(left, chunk + column, columns, sums, Panels.Width, count, add: true);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(Operand a, float* b, int bStep, float* c, int cStep, int depth, bool add)
    {
        if (T.HasManyRegisters)
            Block8(a, b, bStep, c, cStep, depth, add);
        else
            Block4(a, b, bStep, c, cStep, depth, add);
    }

    /// <summary>4 rows by 2 registers: 8 sums, which is as many as hide the latency of an addition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4(Operand left, float* b, int bStep, float* c, int cStep, int depth, bool add)
    {
        float* a = left.First;
        (long a1, long a2, long a3) = (left.RowStep, 2L * left.RowStep, 3L * left.RowStep);
        (long c1, long c2, long c3) = (cStep, 2L * cStep, 3L * cStep);
        T c00 = Start(c, add), c01 = Start(c + T.Count, add);
        T c10 = Start(c + c1, add), c11 = Start(c + c1 + T.Count, add);
        T c20 = Start(c + c2, add), c21 = Start(c + c2 + T.Count, add);
        T c30 = Start(c + c3, add), c31 = Start(c + c3 + T.Count, add);
        for (int k = 0; k < depth; k++)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
            T s = a[0];
            c00 = T.MultiplyAdd(s, b0, c00);
            c01 = T.MultiplyAdd(s, b1, c01);
            s = a[a1];
            c10 = T.MultiplyAdd(s, b0, c10);
            c11 = T.MultiplyAdd(s, b1, c11);
            s = a[a2];
            c20 = T.MultiplyAdd(s, b0, c20);
            c21 = T.MultiplyAdd(s, b1, c21);
            s = a[a3];
            c30 = T.MultiplyAdd(s, b0, c30);
            c31 = T.MultiplyAdd(s, b1, c31);
            a += left.DepthStep;
            b += bStep;
        }
        Store(c, c00, c01);
        Store(c + c1, c10, c11);
        Store(c + c2, c20, c21);
        Store(c + c3, c30, c31);
    }

    /// <summary>8 rows by 2 registers. Longer than functions are here, because all 16 sums must be local.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8(Operand left, float* b, int bStep, float* c, int cStep, int depth, bool add)
    {
        float* a = left.First;
        float* lower = a + 4L * left.RowStep;
        float* d = c + 4L * cStep;
        (long a1, long a2, long a3) = (left.RowStep, 2L * left.RowStep, 3L * left.RowStep);
        (long c1, long c2, long c3) = (cStep, 2L * cStep, 3L * cStep);
        T c00 = Start(c, add), c01 = Start(c + T.Count, add);
        T c10 = Start(c + c1, add), c11 = Start(c + c1 + T.Count, add);
        T c20 = Start(c + c2, add), c21 = Start(c + c2 + T.Count, add);
        T c30 = Start(c + c3, add), c31 = Start(c + c3 + T.Count, add);
        T d00 = Start(d, add), d01 = Start(d + T.Count, add);
        T d10 = Start(d + c1, add), d11 = Start(d + c1 + T.Count, add);
        T d20 = Start(d + c2, add), d21 = Start(d + c2 + T.Count, add);
        T d30 = Start(d + c3, add), d31 = Start(d + c3 + T.Count, add);
        for (int k = 0; k < depth; k++)
        {
            T b0 = T.Load(b), b1 = T.Load(b + T.Count);
            T s = a[0];
            c00 = T.MultiplyAdd(s, b0, c00);
            c01 = T.MultiplyAdd(s, b1, c01);
            s = a[a1];
            c10 = T.MultiplyAdd(s, b0, c10);
            c11 = T.MultiplyAdd(s, b1, c11);
            s = a[a2];
            c20 = T.MultiplyAdd(s, b0, c20);
            c21 = T.MultiplyAdd(s, b1, c21);
            s = a[a3];
            c30 = T.MultiplyAdd(s, b0, c30);
            c31 = T.MultiplyAdd(s, b1, c31);
            s = lower[0];
            d00 = T.MultiplyAdd(s, b0, d00);
            d01 = T.MultiplyAdd(s, b1, d01);
            s = lower[a1];
            d10 = T.MultiplyAdd(s, b0, d10);
            d11 = T.MultiplyAdd(s, b1, d11);
            s = lower[a2];
            d20 = T.MultiplyAdd(s, b0, d20);
            d21 = T.MultiplyAdd(s, b1, d21);
            s = lower[a3];
            d30 = T.MultiplyAdd(s, b0, d30);
            d31 = T.MultiplyAdd(s, b1, d31);
            a += left.DepthStep;
            lower += left.DepthStep;
            b += bStep;
        }
        Store(c, c00, c01);
        Store(c + c1, c10, c11);
        Store(c + c2, c20, c21);
        Store(c + c3, c30, c31);
        Store(d, d00, d01);
        Store(d + c1, d10, d11);
        Store(d + c2, d20, d21);
        Store(d + c3, d30, d31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Start(float* sums, bool add) => add ? T.Load(sums) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, T left, T right)
    {
        left.Store(to);
        right.Store(to + T.Count);
    }

    /// <summary>Where the elements of a are: of the next row of the result, and of the next step in depth.</summary>
    private readonly struct Operand(float* first, int rowStep, int depthStep)
    {
        public readonly float* First = first;
        public readonly int RowStep = rowStep;
        public readonly int DepthStep = depthStep;
    }
}

using System.Runtime.CompilerServices;

namespace Impsy.TrainerCli.Training.Kernels;

/// <summary>
/// One step of an LSTM layer for several sequences, after and before the products of matrices. A row of gates has
/// four blocks of U: input gate, forget gate, cell candidate, output gate. U is a multiple of 16.
/// </summary>
internal static unsafe class LstmKernel<T>
    where T : struct, ISimd<T>
{
    /// <param name="gates">(rows, 4U): sums of the products in, activations out.</param>
    /// <param name="bias">(4U).</param>
    /// <param name="before">(rows, U) cell before the step.</param>
    /// <param name="cell">(rows, U) out.</param>
    /// <param name="tanh">(rows, U) out: of the cell.</param>
    /// <param name="hidden">(rows, U) out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* gates, float* bias, float* before, float* cell, float* tanh, float* hidden, int rows, int units)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int u = 0; u < units; u += T.Count)
            {
                float* gate = gates + u;
                T i = SimdMath.Sigmoid(T.Load(gate) + T.Load(bias + u));
                T f = SimdMath.Sigmoid(T.Load(gate + units) + T.Load(bias + units + u));
                T g = SimdMath.Tanh(T.Load(gate + 2 * units) + T.Load(bias + 2 * units + u));
                T o = SimdMath.Sigmoid(T.Load(gate + 3 * units) + T.Load(bias + 3 * units + u));
                T c = T.MultiplyAdd(f, T.Load(before + u), i * g);
                T t = SimdMath.Tanh(c);
                i.Store(gate);
                f.Store(gate + units);
                g.Store(gate + 2 * units);
                o.Store(gate + 3 * units);
                c.Store(cell + u);
                t.Store(tanh + u);
                (o * t).Store(hidden + u);
            }
            gates += 4 * units;
            before += units;
            cell += units;
            tanh += units;
            hidden += units;
        }
    }

    /// <param name="gates">(rows, 4U): activations in, gradients of the sums before them out.</param>
    /// <param name="before">(rows, U) cell before the step.</param>
    /// <param name="tanh">(rows, U) of the cell after it.</param>
    /// <param name="above">(rows, U) gradient of the hidden state from the layer above.</param>
    /// <param name="later">(rows, U) gradient of the hidden state from the next step.</param>
    /// <param name="cell">(rows, U) gradient of the cell: from the next step in, for the step before out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* gates, float* before, float* tanh, float* above, float* later, float* cell, int rows, int units)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int u = 0; u < units; u += T.Count)
            {
                float* gate = gates + u;
                T i = T.Load(gate), f = T.Load(gate + units);
                T g = T.Load(gate + 2 * units), o = T.Load(gate + 3 * units);
                T t = T.Load(tanh + u);
                T dh = T.Load(above + u) + T.Load(later + u);
                T dc = T.Load(cell + u) + dh * o * ((T)1 - t * t);
                (dc * g * i * ((T)1 - i)).Store(gate);
                (dc * T.Load(before + u) * f * ((T)1 - f)).Store(gate + units);
                (dc * i * ((T)1 - g * g)).Store(gate + 2 * units);
                (dh * t * o * ((T)1 - o)).Store(gate + 3 * units);
                (dc * f).Store(cell + u);
            }
            gates += 4 * units;
            before += units;
            tanh += units;
            above += units;
            later += units;
            cell += units;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Redthread.Statistics;

/// <summary>Loops over many rows. Chunks do not depend on the number of cores, so neither do sums.</summary>
internal static class Rows
{
    private const int Chunk = 1 << 15;

    /// <summary>Runs the work over all rows, chunk by chunk, at once where there are several.</summary>
    internal static void Each(int rows, Action<int, int> work)
    {
        if (rows <= Chunk)
        {
            work(0, rows);
            return;
        }

        Parallel.For(0, Chunks(rows), chunk => work(chunk * Chunk, Math.Min(rows, (chunk + 1) * Chunk)));
    }

    /// <summary>Runs the work for every column, at once where there are many rows.</summary>
    internal static void EachColumn(int columns, int rows, Action<int> work)
    {
        if (rows <= Chunk)
        {
            for (var column = 0; column < columns; column++)
            {
                work(column);
            }

            return;
        }

        Parallel.For(0, columns, work);
    }

    /// <summary>Σ w·xⱼ·xₖ for all pairs of columns: the weighted cross product. The sum is made in the same order on any machine.</summary>
    /// <param name="columns">Each at least as long as the weights.</param>
    /// <param name="weights">One a row, any sign.</param>
    internal static double[,] Cross(double[][] columns, double[] weights, int rows)
    {
        var size = columns.Length;
        var sums = new double[Math.Max(1, Chunks(rows))][];
        Each(
            rows,
            (from, to) =>
            {
                var sum = new double[size * size];
                sums[from / Chunk] = sum;
                CrossChunk(columns, weights, from, to, sum);
            }
        );
        var cross = new double[size, size];
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                cross[j, k] = cross[k, j] = sums.Sum(sum => sum[(j * size) + k]);
            }
        }

        return cross;
    }

    /// <summary>Σ of the products, vectorised.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int width = Vector<double>.Count,
            at = 0;
        Vector<double> first = Vector<double>.Zero,
            second = Vector<double>.Zero;
        for (; at <= a.Length - (2 * width); at += 2 * width)
        {
            first += new Vector<double>(a[at..]) * new Vector<double>(b[at..]);
            second += new Vector<double>(a[(at + width)..]) * new Vector<double>(b[(at + width)..]);
        }

        var sum = Vector.Sum(first + second);
        for (; at < a.Length; at++)
        {
            sum += a[at] * b[at];
        }

        return sum;
    }

    /// <summary>into += factor × column, vectorised.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(double factor, ReadOnlySpan<double> column, Span<double> into)
    {
        int width = Vector<double>.Count,
            at = 0;
        var factors = new Vector<double>(factor);
        for (; at <= column.Length - width; at += width)
        {
            (new Vector<double>(into[at..]) + (factors * new Vector<double>(column[at..]))).CopyTo(into[at..]);
        }

        for (; at < column.Length; at++)
        {
            into[at] += factor * column[at];
        }
    }

    /// <summary>Σ βⱼ·xⱼ for every row.</summary>
    internal static void Predict(double[][] columns, double[] beta, double[] into, int rows) =>
        Each(
            rows,
            (from, to) =>
            {
                var part = into.AsSpan(from, to - from);
                part.Clear();
                for (var column = 0; column < columns.Length; column++)
                {
                    if (beta[column] != 0)
                    {
                        Add(beta[column], columns[column].AsSpan(from, to - from), part);
                    }
                }
            }
        );

    private static int Chunks(int rows) => (rows + Chunk - 1) / Chunk;

    // Blocks of 512 rows stay in the first cache while all pairs of columns are multiplied.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CrossChunk(double[][] columns, double[] weights, int from, int to, double[] sum)
    {
        const int Block = 512;
        var weighted = new double[Block];
        for (var start = from; start < to; start += Block)
        {
            var length = Math.Min(Block, to - start);
            for (var j = 0; j < columns.Length; j++)
            {
                Multiply(weights.AsSpan(start, length), columns[j].AsSpan(start, length), weighted);
                for (var k = 0; k <= j; k++)
                {
                    sum[(j * columns.Length) + k] += Dot(weighted.AsSpan(0, length), columns[k].AsSpan(start, length));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> into)
    {
        int width = Vector<double>.Count,
            at = 0;
        for (; at <= a.Length - width; at += width)
        {
            (new Vector<double>(a[at..]) * new Vector<double>(b[at..])).CopyTo(into[at..]);
        }

        for (; at < a.Length; at++)
        {
            into[at] = a[at] * b[at];
        }
    }
}

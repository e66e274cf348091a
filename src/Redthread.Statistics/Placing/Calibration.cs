using MathNet.Numerics.LinearAlgebra;

namespace Redthread.Statistics;

/// <summary>
/// What a score is worth as a probability: a logistic curve (Platt 1999) over the score, the best score of another label, whether the
/// label leads and by how much; one for all labels, fitted on scores of verbatims that the classifier had not seen.
/// </summary>
/// <param name="Constant">Log odds where all scores are 0.</param>
/// <param name="Own">Log odds a unit of the label's own score.</param>
/// <param name="Rival">Log odds a unit of the best score of the others; below 0 where a verbatim has one label rather than several.</param>
/// <param name="Lead">Log odds a unit by which the label is ahead of all others.</param>
/// <param name="First">Log odds of being ahead of all others at all.</param>
public readonly record struct Calibration(double Constant, double Own, double Rival, double Lead, double First)
{
    /// <summary>What pages print.</summary>
    public const string Formula = "probability = 1 ÷ (1 + e^−(a + b·score + c·best other score + d·lead + e·[leads])), with a … e from confirmations held out";

    // Keeps the curve finite where scores part right from wrong.
    private const double Ridge = 1e-3;
    private const double LongestStep = 5;
    private const double Settled = 1e-8;
    private const int Rounds = 50;
    private const int Terms = 5;

    /// <summary>Fitted to each score of each text of which it is known whether the label is right; null where all or none is right.</summary>
    /// <param name="scores">For each text the scores of all labels.</param>
    /// <param name="right">1 where the label is right, −1 where not, 0 where that is not known.</param>
    internal static Calibration? Of(IReadOnlyList<float[]> scores, IReadOnlyList<sbyte[]> right)
    {
        var rows = new List<(double Own, double Rival, bool Right)>();
        for (var text = 0; text < scores.Count; text++)
        {
            var leaders = Leaders.Of(scores[text]);
            for (var label = 0; label < scores[text].Length; label++)
            {
                if (right[text][label] != 0)
                {
                    rows.Add((scores[text][label], leaders.RivalOf(label), right[text][label] > 0));
                }
            }
        }

        var hits = rows.Count(row => row.Right);
        return hits == 0 || hits == rows.Count ? null : Fitted(rows);
    }

    private static Calibration Fitted(List<(double Own, double Rival, bool Right)> rows)
    {
        var at = new double[] { 0, 1, 0, 0, 0 };
        var (gradient, information, terms) = (new double[Terms], new double[Terms, Terms], new double[Terms]);
        for (var (round, most) = (0, double.MaxValue); round < Rounds && most > Settled; round++)
        {
            Array.Clear(information);
            for (var i = 0; i < Terms; i++)
            {
                (gradient[i], information[i, i]) = (-Ridge * at[i], Ridge);
            }

            foreach (var (own, rival, right) in rows)
            {
                (terms[0], terms[1], terms[2], terms[3], terms[4]) = (1, own, rival, Math.Max(0, own - rival), own > rival ? 1 : 0);
                Add(terms, (right ? 1 : 0) - Logistic(at, terms), gradient, information);
            }

            var step = Matrix<double>.Build.DenseOfArray(information).Cholesky().Solve(Vector<double>.Build.Dense(gradient));
            most = step.AbsoluteMaximum();
            // Newton's step may overshoot from afar.
            step *= Math.Min(1, LongestStep / most);
            for (var i = 0; i < Terms; i++)
            {
                at[i] += step[i];
            }
        }

        return new(at[0], at[1], at[2], at[3], at[4]);
    }

    private static void Add(double[] terms, double off, double[] gradient, double[,] information)
    {
        // |off| is p where wrong and 1 − p where right.
        var weight = Math.Abs(off) * (1 - Math.Abs(off));
        for (var i = 0; i < Terms; i++)
        {
            gradient[i] += off * terms[i];
            for (var j = 0; j < Terms; j++)
            {
                information[i, j] += weight * terms[i] * terms[j];
            }
        }
    }

    /// <summary>For each label how probable it is that it is right, 0..1.</summary>
    public double[] Probabilities(ReadOnlySpan<float> scores)
    {
        var probabilities = new double[scores.Length];
        var leaders = Leaders.Of(scores);
        for (var label = 0; label < scores.Length; label++)
        {
            var rival = leaders.RivalOf(label);
            var lead = scores[label] - rival;
            probabilities[label] = Logistic(Constant + (Own * scores[label]) + (Rival * rival) + (lead > 0 ? First + (Lead * lead) : 0));
        }

        return probabilities;
    }

    // With a single label, its rival is itself.
    private readonly record struct Leaders(int First, float Best, float Second)
    {
        public float RivalOf(int label) => label == First ? Second : Best;

        public static Leaders Of(ReadOnlySpan<float> scores)
        {
            var (first, second) = (0, -1);
            for (var label = 1; label < scores.Length; label++)
            {
                if (scores[label] > scores[first])
                {
                    (first, second) = (label, first);
                }
                else if (second < 0 || scores[label] > scores[second])
                {
                    second = label;
                }
            }

            return scores.IsEmpty ? default : new(first, scores[first], scores[second < 0 ? first : second]);
        }
    }

    private static double Logistic(double[] at, double[] terms) => Logistic((at[0] * terms[0]) + (at[1] * terms[1]) + (at[2] * terms[2]) + (at[3] * terms[3]) + (at[4] * terms[4]));

    private static double Logistic(double odds) => 1 / (1 + Math.Exp(-odds));
}

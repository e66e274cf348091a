namespace Redthread.Statistics;

/// <summary>Which of a verbatim's labels are given to it.</summary>
/// <param name="From">From this probability on.</param>
/// <param name="AtLeastOne">Whether the most probable is given even below it.</param>
public readonly record struct PlacingRule(double From, bool AtLeastOne)
{
    private const int Steps = 40;

    public bool[] Given(IReadOnlyList<double> probabilities)
    {
        var given = new bool[probabilities.Count];
        var best = 0;
        for (var label = 0; label < given.Length; label++)
        {
            given[label] = probabilities[label] >= From;
            best = probabilities[label] > probabilities[best] ? label : best;
        }

        if (AtLeastOne && given.Length > 0)
        {
            given[best] = true;
        }

        return given;
    }

    /// <summary>The rule whose micro and macro F1 come to most on examples held out. Labels that no example has are left out of the macro F1.</summary>
    public static PlacingRule Of(HeldOut heldOut)
    {
        var best = (Rule: new PlacingRule(0.5, false), Score: double.MinValue);
        foreach (var atLeastOne in (bool[])[false, true])
        {
            for (var step = 1; step < Steps; step++)
            {
                var rule = new PlacingRule((double)step / Steps, atLeastOne);
                var counts = LabelCounts.None(heldOut.Labels);
                for (var text = 0; text < heldOut.Count; text++)
                {
                    LabelCounts.Add(counts, rule.Given(heldOut.Probabilities[text]), heldOut.Right[text]);
                }

                var score = LabelCounts.MicroF1(counts) + LabelCounts.MacroF1(counts);
                best = score > best.Score ? (rule, score) : best;
            }
        }

        return best.Rule;
    }
}

/// <summary>How often a label was given and how often it was right.</summary>
/// <param name="Hits">Given and right.</param>
/// <param name="Given">Given.</param>
/// <param name="Held">Right.</param>
public readonly record struct LabelCounts(int Hits, int Given, int Held)
{
    public double Precision => Given == 0 ? double.NaN : (double)Hits / Given;

    public double Recall => Held == 0 ? double.NaN : (double)Hits / Held;

    /// <summary>2·hits ÷ (given + right); NaN where there was neither.</summary>
    public double F1 => Given + Held == 0 ? double.NaN : 2.0 * Hits / (Given + Held);

    internal static LabelCounts[] None(int labels) => new LabelCounts[labels];

    internal static void Add(LabelCounts[] counts, bool[] given, sbyte[] right)
    {
        for (var label = 0; label < counts.Length; label++)
        {
            if (right[label] != 0)
            {
                var (has, was) = (right[label] > 0, given[label]);
                counts[label] = new(counts[label].Hits + (has && was ? 1 : 0), counts[label].Given + (was ? 1 : 0), counts[label].Held + (has ? 1 : 0));
            }
        }
    }

    /// <summary>F1 over all labels together.</summary>
    public static double MicroF1(IReadOnlyList<LabelCounts> counts) => new LabelCounts(counts.Sum(row => row.Hits), counts.Sum(row => row.Given), counts.Sum(row => row.Held)).F1;

    /// <summary>Mean F1 of the labels that some text has.</summary>
    public static double MacroF1(IReadOnlyList<LabelCounts> counts) => counts.Where(row => row.Held > 0).Select(row => row.F1).DefaultIfEmpty(double.NaN).Average();
}

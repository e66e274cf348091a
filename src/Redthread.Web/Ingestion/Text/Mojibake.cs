using System.Buffers;
using System.Text;

namespace Redthread.Web.Ingestion.Text;

/// <summary>
/// Undoes one misreading. A text is only touched where characters, taken back to the bytes they were read from, form
/// UTF-8 that is likelier than what stands there.
/// </summary>
internal static class Mojibake
{
    // When every odd character of a text takes part in such sequences, it was misread as a whole.
    private const int WholeTextSequences = 3;

    private static readonly Misreading[] Misreadings = [Misreading.Cp437, Misreading.Western];

    private static readonly SearchValues<char> Leads = SearchValues.Create([.. Misreadings.SelectMany(misreading => misreading.Leads)]);

    /// <summary>The same instance when nothing is wrong.</summary>
    public static string Repair(string text)
    {
        if (!text.AsSpan().ContainsAny(Leads))
        {
            return text;
        }

        // One at a time: what one has given back may be misread anew, and looks like another's to the next.
        foreach (var misreading in Misreadings)
        {
            var repaired = Repair(text, misreading);
            if (!ReferenceEquals(repaired, text))
            {
                return repaired;
            }
        }

        return text;
    }

    private static string Repair(string text, Misreading misreading)
    {
        var sequences = Find(text, misreading);
        if (sequences.Count == 0)
        {
            return text;
        }

        var whole = sequences.Count >= WholeTextSequences && CoverAll(text, sequences);
        var accepted = new bool[sequences.Count];
        for (var index = 0; index < sequences.Count; index++)
        {
            accepted[index] = whole || misreading.Convinces(text, sequences, index);
        }

        // Next to a misread character another is likelier than two accidents.
        Spread(sequences, accepted, 1);
        Spread(sequences, accepted, -1);
        return accepted.Contains(true) ? Replace(text, sequences, accepted) : text;
    }

    private static List<Sequence> Find(string text, Misreading misreading)
    {
        var sequences = new List<Sequence>();
        for (var at = 0; at < text.Length; at++)
        {
            if (misreading.TryDecode(text, at, out var sequence))
            {
                sequences.Add(sequence);
                at += sequence.Length - 1;
            }
        }

        return sequences;
    }

    private static bool CoverAll(string text, List<Sequence> sequences)
    {
        var at = 0;
        foreach (var sequence in sequences)
        {
            if (text.AsSpan(at, sequence.Start - at).ContainsAnyExceptInRange('\0', '\x7F'))
            {
                return false;
            }

            at = sequence.Start + sequence.Length;
        }

        return !text.AsSpan(at).ContainsAnyExceptInRange('\0', '\x7F');
    }

    private static void Spread(List<Sequence> sequences, bool[] accepted, int step)
    {
        var (from, to) = step > 0 ? (1, sequences.Count) : (sequences.Count - 2, -1);
        for (var index = from; index != to && sequences.Count > 1; index += step)
        {
            var neighbour = index - step;
            var (left, right) = step > 0 ? (sequences[neighbour], sequences[index]) : (sequences[index], sequences[neighbour]);
            accepted[index] |= accepted[neighbour] && left.Start + left.Length == right.Start;
        }
    }

    private static string Replace(string text, List<Sequence> sequences, bool[] accepted)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        for (var index = 0; index < sequences.Count; index++)
        {
            if (accepted[index])
            {
                result.Append(text, at, sequences[index].Start - at).Append(sequences[index].Decoded.ToString());
                at = sequences[index].Start + sequences[index].Length;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}

/// <summary>Characters that, taken as bytes, are one UTF-8 character.</summary>
internal readonly record struct Sequence(int Start, int Length, Rune Decoded);

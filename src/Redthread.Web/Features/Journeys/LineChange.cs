namespace Redthread.Web.Features.Journeys;

/// <summary>One line of a comparison: kept, added or removed.</summary>
public sealed record LineChange(char Sign, string Text)
{
    /// <summary>By the longest common subsequence; journey files are short. O(lines²).</summary>
    public static IReadOnlyList<LineChange> Between(string before, string after)
    {
        string[] left = before.Length == 0 ? [] : before.TrimEnd('\n').Split('\n');
        string[] right = after.Length == 0 ? [] : after.TrimEnd('\n').Split('\n');
        var length = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                length[i, j] = left[i] == right[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }

        var changes = new List<LineChange>();
        for (int i = 0, j = 0; i < left.Length || j < right.Length; )
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                changes.Add(new LineChange(' ', left[i++]));
                j++;
            }
            else if (j < right.Length && (i == left.Length || length[i, j + 1] > length[i + 1, j]))
                changes.Add(new LineChange('+', right[j++]));
            else
                changes.Add(new LineChange('−', left[i++]));
        }

        return changes;
    }

    /// <summary>Only what changed, with three lines around it; a … stands for lines left out.</summary>
    public static IEnumerable<LineChange> Near(IReadOnlyList<LineChange> changes)
    {
        const int Around = 3;
        var changed = Enumerable.Range(0, changes.Count).Where(index => changes[index].Sign != ' ').ToList();
        var left = 0;
        for (int index = 0, next = 0; index < changes.Count; index++)
        {
            while (next < changed.Count && changed[next] < index - Around)
                next++;
            var near = next < changed.Count && Math.Abs(changed[next] - index) <= Around;
            if (near && left > 0)
                yield return new LineChange('…', $"{left} unchanged lines");
            if (near)
                yield return changes[index];
            left = near ? 0 : left + 1;
        }

        if (left > 0)
            yield return new LineChange('…', $"{left} unchanged lines");
    }
}

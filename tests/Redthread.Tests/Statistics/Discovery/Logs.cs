using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Discovery;

/// <summary>One event as a test writes it.</summary>
public readonly record struct Step(int Case, int Activity, int Second);

/// <summary>Small logs for tests.</summary>
public static class Logs
{
    public static readonly DateTime Start = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>Up to thirty events of up to five cases and four activities, no two of a case at one time.</summary>
    public static readonly Arbitrary<Step[]> Any = (
        from list in (from @case in Gen.Choose(0, 4) from activity in Gen.Choose(0, 3) from second in Gen.Choose(0, 999) select new Step(@case, activity, second)).ListOf()
        select list.Take(30).DistinctBy(one => (one.Case, one.Second)).ToArray()
    ).ToArbitrary();

    public static EventLog Of(IEnumerable<Step> steps, long unit = TimeSpan.TicksPerSecond)
    {
        var builder = new EventLogBuilder();
        foreach (var one in steps)
        {
            builder.Add(new(builder.Case[$"case {one.Case}"], builder.Activity[$"{(char)('a' + one.Activity)}"], Start.Ticks + (one.Second * unit)));
        }

        return builder.Build(out _);
    }

    /// <summary>Cases as words: each letter an activity, a second apart; after a colon the customer.</summary>
    public static EventLog Words(params string[] cases)
    {
        var builder = new EventLogBuilder();
        for (var one = 0; one < cases.Length; one++)
        {
            var parts = cases[one].Split(':');
            var number = builder.Case.Add($"case {one}");
            for (var at = 0; at < parts[0].Length; at++)
            {
                builder.Add(new(number, builder.Activity[parts[0].AsSpan(at, 1)], Start.AddSeconds(at).Ticks, Customer: parts.Length > 1 ? builder.Customer[parts[1]] : -1));
            }
        }

        return builder.Build(out _);
    }

    /// <summary>A sequence of letters as numbers of the log's activities.</summary>
    public static int[] Sequence(EventLog log, string word) => [.. word.Select(letter => log.Find($"{letter}"))];
}

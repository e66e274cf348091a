using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics;

/// <summary>Follow-ups written as in books, and random ones with many ties.</summary>
public static class FollowUps
{
    public static readonly Arbitrary<FollowUp[]> Any = (from days in Gen.Choose(0, 25) from cause in Gen.Choose(0, 3) select new FollowUp(days, cause))
        .ListOf()
        .Select(list => list.ToArray())
        .ToArbitrary();

    /// <summary>"6 6+" is an event at 6 and a censoring at 6.</summary>
    public static FollowUp[] Read(string times, int cause = 1) =>
        [.. times.Split(' ').Select(time => new FollowUp(double.Parse(time.TrimEnd('+'), CultureInfo.InvariantCulture), time.EndsWith('+') ? FollowUp.Censored : cause))];

    /// <summary>An event that happens unless the look-back ends before.</summary>
    public static FollowUp Censored(double days, int cause, double lookedAt) => days <= lookedAt ? new(days, cause) : new(lookedAt, FollowUp.Censored);
}

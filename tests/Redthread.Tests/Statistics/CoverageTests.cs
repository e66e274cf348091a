using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

/// <summary>
/// How often 95 % intervals contain the truth in simulated samples. With 4000 samples the Monte-Carlo standard error of a
/// coverage of 0.95 is √(0.95·0.05/4000) = 0.0034; a pass is within four of them, 0.936 to 0.964, unless said otherwise.
/// Seeds are fixed, so the numbers are the same in every run.
/// </summary>
public class CoverageTests
{
    private const int Samples = 4000;

    [Fact]
    public void Respondents_with_many_correlated_ratings_count_once()
    {
        Cover(11, 60, Respondent).ShouldBeInRange(0.936, 0.964);
        Cover(11, 60, RatingsAsIfIndependent).ShouldBeLessThan(0.75);
    }

    [Fact]
    public void Customers_with_several_correlated_signals_are_clusters()
    {
        Cover(12, 60, random => StageScore.Of(Given.Sums(Clustered(random, 50)), 1)).ShouldBeInRange(0.936, 0.964);
        Cover(12, 60, random => StageScore.Of(UnitSums.Independent(Given.Total(Clustered(random, 50))), 1)).ShouldBeLessThan(0.85);
    }

    [Fact]
    public void Few_clusters_still_cover() => Cover(13, 60, random => StageScore.Of(Given.Sums(Clustered(random, 8)), 1)).ShouldBeInRange(0.93, 0.97);

    /// <summary>Two groups answer at rates 1 : 3 and are weighted back; the truth is the population's mean, 50.</summary>
    [Fact]
    public void Survey_weights_cover_the_population() =>
        Cover(
                14,
                50,
                random =>
                {
                    var units = Enumerable
                        .Range(0, 120)
                        .Select(customer => random.NextDouble() < 0.25 ? new Unit(customer, Around(random, 35, 20), 3) : new Unit(customer, Around(random, 65, 20), 1));
                    return StageScore.Of(Given.Sums(units.ToArray()), 1);
                }
            )
            .ShouldBeInRange(0.936, 0.964);

    /// <summary>Three segments with shares 0.5, 0.3, 0.2, of whom the smallest answers most; the truth is 0.5·40 + 0.3·60 + 0.2·75 = 53.</summary>
    [Fact]
    public void Post_stratification_covers_the_population()
    {
        Cover(15, 53, random => PostStratification.Of(Segments(random), UnitSums.Empty, 1)).ShouldBeInRange(0.936, 0.964);
        Cover(15, 53, random => StageScore.Of(Segments(random).Aggregate(UnitSums.Empty, (sum, s) => sum + s.Sums), 1)).ShouldBeLessThan(0.2);
    }

    /// <summary>Two partitions with additive effects; the truth is 50 + 0.7·(−10) + 0.3·10 + 0.6·(−5) + 0.4·5 = 45.</summary>
    [Fact]
    public void Raking_covers_the_population() =>
        Cover(
                16,
                45,
                random =>
                {
                    var cells = new UnitSums[2, 2];
                    for (var customer = 0; customer < 150; customer++)
                    {
                        int a = random.NextDouble() < 0.4 ? 0 : 1,
                            b = random.NextDouble() < 0.3 ? 0 : 1;
                        var x = Around(random, 50 + (a == 0 ? -10 : 10) + (b == 0 ? -5 : 5), 30);
                        cells[a, b] += UnitSums.Independent(WeightedSums.Of(x));
                    }

                    var list = from a in new[] { 0, 1 } from b in new[] { 0, 1 } select new RakingCell([a, b], cells[a, b]);
                    return Raking
                        .Of(
                            [.. list],
                            [
                                [0.7, 0.3],
                                [0.6, 0.4],
                            ],
                            1
                        )
                        .Score;
                }
            )
            .ShouldBeInRange(0.936, 0.964);

    /// <summary>Sixty people rate five stages each, half of them twice; two of the stages matter double. The truth is 60.</summary>
    [Fact]
    public void A_journey_of_stages_rated_by_the_same_people_covers()
    {
        Cover(18, 60, random => JourneyOf(Surveys(random), asIfIndependent: false)).ShouldBeInRange(0.936, 0.964);
        Cover(18, 60, random => JourneyOf(Surveys(random), asIfIndependent: true)).ShouldBeLessThan(0.8);
    }

    /// <summary>Every stage is rated by people of its own: then nothing is in common, and nothing is widened.</summary>
    [Fact]
    public void A_journey_of_stages_rated_by_different_people_covers() =>
        Cover(
                19,
                60,
                random =>
                    JourneyOf(
                        [.. Enumerable.Range(0, 5).Select(stage => Clustered(random, 30).Select(unit => unit with { Customer = unit.Customer + (100 * stage) }).ToArray())],
                        asIfIndependent: false
                    )
            )
            .ShouldBeInRange(0.936, 0.964);

    private static Score JourneyOf(Unit[][] stages, bool asIfIndependent)
    {
        var sums = Array.ConvertAll(stages, units => Given.Sums(units));
        var parts = sums.Select((stage, index) => new RollUpPart(index < 2 ? 2 : 1, StageScore.Of(stage, 1), true)).ToList();
        return RollUp.Of(parts, asIfIndependent ? null : (one, other) => Given.Cross(stages[one], stages[other]).CorrelationOf(sums[one], sums[other])).AsScore();
    }

    private static Unit[][] Surveys(Random random)
    {
        var stages = Enumerable.Range(0, 5).Select(_ => new List<Unit>()).ToArray();
        for (var customer = 0; customer < 60; customer++)
        {
            var mood = Around(random, 60, 20);
            foreach (var stage in stages)
            {
                for (var time = 0; time <= customer % 2; time++)
                {
                    stage.Add(new(customer, Around(random, mood, 15), 0.5 + random.NextDouble()));
                }
            }
        }

        return Array.ConvertAll(stages, stage => stage.ToArray());
    }

    [Fact]
    public void Change_between_periods_covers()
    {
        var random = new Random(17);
        var hits = 0;
        for (var i = 0; i < Samples; i++)
        {
            var before = StageScore.Of(Given.Sums(Clustered(random, 15)), 1);
            var after = StageScore.Of(Given.Sums(Clustered(random, 45)), 1);
            hits += PeriodChange.Between(before, after).Interval.Contains(0) ? 1 : 0;
        }

        (hits / (double)Samples).ShouldBeInRange(0.936, 0.964);
    }

    private static double Cover(int seed, double truth, Func<Random, Score> sample)
    {
        var random = new Random(seed);
        var hits = 0;
        for (var i = 0; i < Samples; i++)
        {
            hits += sample(random).Interval.Contains(truth) ? 1 : 0;
        }

        return hits / (double)Samples;
    }

    private static Score Respondent(Random random) =>
        StageScore.Of(Given.Independent(Enumerable.Range(0, 30).Select(_ => StageScore.UnitValue(Ratings(random))!.Value).ToArray()), 1);

    private static Score RatingsAsIfIndependent(Random random)
    {
        var values = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            foreach (var reading in Ratings(random))
            {
                values.Add(reading.Value);
            }
        }

        return StageScore.Of(Given.Independent(values), 1);
    }

    private static WeightedReading[] Ratings(Random random)
    {
        var mood = Around(random, 60, 20);
        return [.. Enumerable.Range(0, 8).Select(_ => new WeightedReading(Around(random, mood, 15), 1))];
    }

    private static Unit[] Clustered(Random random, int customers)
    {
        var units = new List<Unit>();
        for (var customer = 0; customer < customers; customer++)
        {
            var mood = Around(random, 60, 20);
            var signals = random.Next(1, 6);
            for (var i = 0; i < signals; i++)
            {
                units.Add(new(customer, Around(random, mood, 15), 1));
            }
        }

        return [.. units];
    }

    private static Stratum[] Segments(Random random) => [new(0.5, Segment(random, 40, 12)), new(0.3, Segment(random, 60, 25)), new(0.2, Segment(random, 75, 60))];

    private static UnitSums Segment(Random random, double mean, int customers)
    {
        var units = new List<Unit>();
        for (var customer = 0; customer < customers; customer++)
        {
            var mood = Around(random, mean, 15);
            units.Add(new(customer, Around(random, mood, 8), 1));
            units.Add(new(customer, Around(random, mood, 8), 1));
        }

        return Given.Sums(units);
    }

    private static double Around(Random random, double center, double spread) => center + (((2 * random.NextDouble()) - 1) * spread);
}

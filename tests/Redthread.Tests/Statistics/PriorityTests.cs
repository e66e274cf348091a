using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class PriorityTests
{
    private static readonly Arbitrary<PriorityInput[]> Portfolios = (
        from experience in Gen.Choose(0, 100)
        from value in Gen.Choose(0, 100)
        from effort in Gen.Choose(1, 20)
        select new PriorityInput(experience, value, effort)
    )
        .NonEmptyListOf()
        .Select(list => list.ToArray())
        .ToArbitrary();

    private static readonly Arbitrary<double> Lambdas = Gen.Choose(0, 10).Select(tenths => tenths / 10.0).ToArbitrary();

    [Fact]
    public void By_hand()
    {
        var portfolio = Priority.Of([new(200, 10, 2), new(50, 40, 1), new(100, 0, 1)], 0.5);
        portfolio.Items.Select(item => item.Number!.Value).Zip([0.25, 0.5, 0.0]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        portfolio.Items.Select(item => item.Rank).ShouldBe([2, 1, 3]);
        portfolio.Items[1].Experience.ShouldBe(0.25);
        Priority.Of([new(200, 10, 2), new(50, 40, 1)], 1).Items.Select(item => item.Rank).ShouldBe([1, 2]);
        Priority.Of([new(200, 10, 2), new(50, 40, 1)], 0).Items.Select(item => item.Rank).ShouldBe([2, 1]);
    }

    [Fact]
    public void Without_any_value_only_experience_counts_and_that_is_said()
    {
        var portfolio = Priority.Of([new(200, null, 2), new(50, null, 1)], 0.3);
        (portfolio.Lambda, portfolio.ValueUnknown).ShouldBe((1, true));
        portfolio.Items.Select(item => item.Number).ShouldBe([0.5, 0.25]);
    }

    [Fact]
    public void What_is_missing_is_named_and_left_unranked()
    {
        var items = Priority.Of([new(200, 10, null), new(null, 40, 1), new(100, null, 1), new(100, 20, 4, true)], 0.5).Items;
        items.Select(item => item.State).ShouldBe([PriorityState.NoEffort, PriorityState.NoExperience, PriorityState.NoValue, PriorityState.Ok]);
        items.Select(item => item.Number is null).ShouldBe([true, true, true, false]);
        items.Select(item => item.Rank).ShouldBe([null, null, null, 1]);
        items.Select(item => item.LowerBound).ShouldBe([false, false, false, true]);
        Priority.Of([new(null, 40, 1)], 0).Items[0].Number.ShouldBe(1);
    }

    [Fact]
    public void Nothing_to_repair_and_an_empty_portfolio_are_no_errors()
    {
        Priority.Of([], 0.5).Items.ShouldBeEmpty();
        Priority.Of([], 0.5).ValueUnknown.ShouldBeFalse();
        Priority.Of([new(0, 0, 1), new(0, 5, 1)], 0.5).Items.Select(item => item.Rank).ShouldBe([1, 1]);
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Priority.Of([], 1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => Priority.Of([], double.NaN));
        Should.Throw<ArgumentException>(() => Priority.Of([new(1, 1, 0)], 0.5));
        Should.Throw<ArgumentException>(() => Priority.Of([new(-1, 1, 1)], 0.5));
    }

    [Fact]
    public void Units_do_not_matter_and_more_effort_never_helps() =>
        Prop.ForAll(
                Portfolios,
                Lambdas,
                (items, lambda) =>
                {
                    var plain = Priority.Of(items, lambda).Items;
                    var scaled = Priority.Of([.. items.Select(item => new PriorityInput(item.Experience * 1000, item.Value / 8, item.Effort))], lambda).Items;
                    var harder = Priority.Of([.. items.Select((item, i) => i == 0 ? item with { Effort = item.Effort * 2 } : item)], lambda).Items;
                    return plain.Zip(scaled).All(pair => Given.Close(pair.First.Number!.Value, pair.Second.Number!.Value))
                        && plain.All(item => item.Number >= 0)
                        && harder[0].Number <= plain[0].Number
                        && harder[0].Rank >= plain[0].Rank;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void More_of_both_for_no_more_effort_never_ranks_lower() =>
        Prop.ForAll(
                Portfolios,
                Lambdas,
                (items, lambda) =>
                {
                    var results = Priority.Of(items, lambda).Items;
                    return Enumerable
                        .Range(1, items.Length - 1)
                        .All(i =>
                            !(items[i].Experience >= items[0].Experience && items[i].Value >= items[0].Value && items[i].Effort <= items[0].Effort)
                            || results[i].Rank <= results[0].Rank
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>McBride, RICE: Simple Prioritization for Product Managers (Intercom, 2016): 500 customers × massive impact 3 × 80 % ÷ 2 person-months = 600.</summary>
    [Fact]
    public void Rice_multiplies_and_divides()
    {
        Rice.Of(500, 3, 0.8, 2)!.Value.ShouldBe(600, 1e-9);
        Rice.Of(500, 3, 0.8, null).ShouldBeNull();
        Rice.Of(null, 3, 0.8, 2).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => Rice.Of(500, 3, 80, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => Rice.Of(500, 3, 0.8, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Rice.Of(500, 3, double.NaN, 1));
    }

    [Fact]
    public void Rice_rises_with_each_part_and_falls_with_effort() =>
        Prop.ForAll(
                Gen.Choose(0, 1000).ToArbitrary(),
                Gen.Choose(0, 100).ToArbitrary(),
                Gen.Choose(1, 50).ToArbitrary(),
                (reach, percent, effort) =>
                {
                    var score = Rice.Of(reach, 1, percent / 100.0, effort);
                    return score <= Rice.Of(reach + 1, 1, percent / 100.0, effort)
                        && score <= Rice.Of(reach, 2, percent / 100.0, effort)
                        && score <= Rice.Of(reach, 1, 1, effort)
                        && score >= Rice.Of(reach, 1, percent / 100.0, effort + 1);
                }
            )
            .QuickCheckThrowOnFailure();
}

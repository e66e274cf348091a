using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class AgreementIndexTests
{
    /// <summary>
    /// R's agrmt (Ruedin): the example of its agreement(), 0.6113333; and van der Eijk's own from Quality and Quantity 35 (2001), where
    /// voters placed the parties PvdA and D66 on seven answers, in percent, as its introduction repeats them: 0.61 and 0.48.
    /// </summary>
    [Fact]
    public void It_agrees_with_the_paper_and_with_R()
    {
        AgreementIndex.OfCounts([30, 40, 210, 130, 530, 50, 10]).Value.ShouldBe(0.6113333, 5e-8);
        AgreementIndex.OfCounts([2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6]).Value.ShouldBe(0.61, 0.005);
        AgreementIndex.OfCounts([1.6, 2.6, 8.2, 21, 29.3, 27, 10.3]).Value.ShouldBe(0.48, 0.005);
    }

    /// <summary>The three anchors of the paper: unimodal, uniform and split between the ends.</summary>
    [Theory]
    [InlineData(new double[] { 0, 0, 7, 0, 0 }, 1)]
    [InlineData(new double[] { 3, 3, 3, 3, 3 }, 0)]
    [InlineData(new double[] { 4, 0, 0, 0, 4 }, -1)]
    [InlineData(new double[] { 4, 0, 4 }, -1)]
    public void Anchors_hold(double[] counts, double expected) => AgreementIndex.OfCounts(counts).Value.ShouldBe(expected, 1e-12);

    /// <summary>Two neighbours on five answers: no triple 101, so U = 1 and A = 1 − 1/4. With a gap between them U = (3·2 − 4·1) ÷ (3·3), A = U·3/4.</summary>
    [Fact]
    public void Layers_are_worked_out_by_hand()
    {
        AgreementIndex.OfVotes([0, 1], -2, 2).Value.ShouldBe(0.75, 1e-12);
        var triples = AgreementIndex.OfVotes([-2, 0], -2, 2).Value;
        // Triples of answers 1..5 with 1 and 3 chosen: 101 is (1,2,3); 110 are (1,3,4) and (1,3,5); 011 is (2,3,·) with · chosen, of which there is none.
        triples.ShouldBe(((3 * 2) - (4 * 1)) / (3.0 * 3) * 0.75, 1e-12);
        AgreementIndex.OfVotes([-2, -2, 1, 2, 2, 2], -2, 2).N.ShouldBe(6);
    }

    [Fact]
    public void Without_two_votes_there_is_no_number()
    {
        AgreementIndex.OfVotes([], -2, 2).ShouldBe(new AgreementIndex(double.NaN, 0, 5));
        AgreementIndex.OfVotes([1], -2, 2).HasValue.ShouldBeFalse();
        AgreementIndex.OfVotes([1, 1], -2, 2).Value.ShouldBe(1);
    }

    [Fact]
    public void Votes_off_the_scale_and_scales_of_two_answers_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => AgreementIndex.OfVotes([3], -2, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => AgreementIndex.OfVotes([0], 0, 1));
        Should.Throw<ArgumentException>(() => AgreementIndex.OfCounts([1, 1]));
        Should.Throw<ArgumentException>(() => AgreementIndex.OfCounts([1, -1, 1]));
    }

    [Fact]
    public void It_stays_in_range_and_is_the_same_mirrored_doubled_and_in_any_order() =>
        Prop.ForAll(
                Gen.Choose(-2, 2).ListOf().Where(list => list.Count() >= 2).Select(list => list.ToArray()).ToArbitrary(),
                votes =>
                {
                    var a = AgreementIndex.OfVotes(votes, -2, 2).Value;
                    return a is >= -1 and <= 1
                        && Given.Close(a, AgreementIndex.OfVotes(votes.Select(vote => -vote), -2, 2).Value)
                        && Given.Close(a, AgreementIndex.OfVotes(votes.Concat(votes), -2, 2).Value)
                        && Given.Close(a, AgreementIndex.OfVotes(votes.Reverse().Select(vote => vote + 3), 1, 5).Value);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_vote_for_the_only_answer_or_for_each_keeps_the_anchor() =>
        Prop.ForAll(
                Gen.Choose(3, 10).ToArbitrary(),
                Gen.Choose(2, 30).ToArbitrary(),
                (answers, votes) =>
                    Given.Close(AgreementIndex.OfVotes(Enumerable.Repeat(2, votes), 1, answers).Value, 1)
                    && Given.Close(AgreementIndex.OfCounts([.. Enumerable.Repeat((double)votes, answers)]).Value, 0)
                    && Given.Close(AgreementIndex.OfVotes(Enumerable.Repeat(1, votes).Concat(Enumerable.Repeat(answers, votes)), 1, answers).Value, -1)
            )
            .QuickCheckThrowOnFailure();
}

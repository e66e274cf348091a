using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

public class LoudnessTests
{
    private static readonly Gen<Voice> AnyVoice = from name in Gen.Choose(1, 6) from requests in Gen.Choose(0, 9) select new Voice("account " + name, requests);

    private static readonly Arbitrary<Voice[][]> Items = AnyVoice.ListOf().Select(list => list.ToArray()).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void One_loud_account_is_one_voice()
    {
        var loudness = Loudness.Of([new("Acme", 40), new("Bolt", 5), new("customer 17", 5)]);
        (loudness.Requests, loudness.FairVoice, loudness.Loudest, loudness.LoudestShare).ShouldBe((50, 3, "Acme", 0.8));
        loudness.EffectiveVoices.ShouldBe(2500 / 1650.0, 1e-12);
    }

    /// <summary>
    /// The effective number of parties of Laakso and Taagepera (1979) for four of the constellations that Golosov prints (Party Politics 16,
    /// 2010): shares of 75 and 25 %; 75, 10 and fifteen of 1; 55, three of 10 and fifteen of 1; 35, five of 10 and fifteen of 1.
    /// </summary>
    [Fact]
    public void Effective_voices_are_the_effective_number_of_parties()
    {
        int[] ones = [.. Enumerable.Repeat(1, 15)];
        Math.Round(Effective(75, 25), 2).ShouldBe(1.6);
        Math.Round(Effective([75, 10, .. ones]), 2).ShouldBe(1.74);
        Math.Round(Effective([55, 10, 10, 10, .. ones]), 2).ShouldBe(2.99);
        Math.Round(Effective([35, 10, 10, 10, 10, 10, .. ones]), 2).ShouldBe(5.75);
        Effective(25, 25, 25, 25).ShouldBe(4, 1e-12);
    }

    [Fact]
    public void Nobody_is_nought_and_equals_name_the_first()
    {
        Loudness.Of([]).ShouldBe(new Loudness(0, 0, null, double.NaN, 0));
        Loudness.Of([new("Acme", 0)]).FairVoice.ShouldBe(0);
        Loudness.Of([new("Bolt", 3), new("Acme", 2), new("Acme", 1)]).Loudest.ShouldBe("Acme");
        Should.Throw<ArgumentOutOfRangeException>(() => Loudness.Of([new("Acme", -1)]));
    }

    [Fact]
    public void Ties_share_a_rank_and_movers_are_named()
    {
        CompetitionRanks.Of([5, 9, 5, null, 1]).ShouldBe([2, 1, 2, null, 4]);
        var ranks = LoudnessRanking.Of([Loudness.Of([new("Acme", 40)]), Loudness.Of([new("a", 1), new("b", 1), new("c", 1)]), Loudness.Of([new("a", 2), new("b", 1)])]);
        ranks.ShouldBe([new(1, 3), new(2, 1), new(2, 2)]);
        ranks.Select(rank => rank.Moved).ShouldBe([-2, 1, 0]);
        LoudnessRanking.Movers(ranks).ShouldBe([0, 1]);
        LoudnessRanking.Of([]).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => CompetitionRanks.Of([double.NaN]));
    }

    [Fact]
    public void More_support_never_lowers_a_rank() =>
        Prop.ForAll(
                Items,
                Gen.Choose(0, 1000).ToArbitrary(),
                AnyVoice.ToArbitrary(),
                (items, pick, supporter) =>
                {
                    var chosen = pick % items.Length;
                    Voice[][] more = [.. items.Select((voices, i) => i == chosen ? [.. voices, supporter] : voices)];
                    LoudnessRank before = Ranks(items)[chosen],
                        after = Ranks(more)[chosen];
                    return after.ByRequests <= before.ByRequests && after.ByFairVoice <= before.ByFairVoice;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Voices_lie_between_one_and_all_and_louder_means_fewer() =>
        Prop.ForAll(
                AnyVoice.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(),
                voices =>
                {
                    var loudness = Loudness.Of(voices);
                    if (loudness.FairVoice == 0)
                    {
                        return loudness.EffectiveVoices == 0;
                    }

                    var louder = Loudness.Of([.. voices, new(loudness.Loudest!, 5)]);
                    return loudness.EffectiveVoices >= 1
                        && loudness.EffectiveVoices <= loudness.FairVoice
                        && loudness.Requests == voices.Sum(voice => voice.Requests)
                        && loudness.LoudestShare >= 1.0 / loudness.FairVoice - 1e-12
                        && louder.EffectiveVoices <= loudness.EffectiveVoices + 1e-9
                        && louder.FairVoice == loudness.FairVoice
                        && loudness == Loudness.Of(voices.Reverse());
                }
            )
            .QuickCheckThrowOnFailure();

    private static IReadOnlyList<LoudnessRank> Ranks(Voice[][] items) => LoudnessRanking.Of([.. items.Select(voices => Loudness.Of(voices))]);

    private static double Effective(params int[] requests) => Loudness.Of(requests.Select((number, i) => new Voice($"{i}", number))).EffectiveVoices;
}

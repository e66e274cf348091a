using Redthread.Domain.Insights;
using Redthread.Tests.Support;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;

namespace Redthread.Tests.Features.Samples;

/// <summary>Where the sample's threads break is where the product says they do.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedThreadsTests(SampleStores stores)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    public static TheoryData<Provider, string, Reached> Threads()
    {
        var rows = new TheoryData<Provider, string, Reached>();
        foreach (var provider in new[] { Provider.Sqlite, Provider.Postgres })
        {
            rows.Add(provider, "Customers say the same thing to three people and still leave without an answer", Reached.Movement);
            rows.Add(provider, "Waiting for the technician costs a day of work", Reached.KeyResult);
            rows.Add(provider, "Seniors without a smartphone can no longer change their plan", Reached.Solution);
            rows.Add(provider, "The price letter does not say what one will pay", Reached.Decision);
            rows.Add(provider, "People get lost in the phone menu and press nought until somebody answers", Reached.Opportunity);
            rows.Add(provider, "Nobody says that the technician is late", Reached.Opportunity);
            rows.Add(provider, "The help pages answer the question nobody asked", Reached.Insight);
            rows.Add(provider, "A booked visit has to be booked again after every change", Reached.Signal);
        }

        return rows;
    }

    [Theory, MemberData(nameof(Threads))]
    public async Task A_thread_goes_as_far_as_was_planted(Provider provider, string title, Reached reached)
    {
        var sample = stores[provider];
        var moved = await sample.Get<KeyResultValues>().MovedAsync(Cancel);
        (await sample.Get<LedgerSource>().ReadAsync(ledger => ThreadWalk.Depth(ledger, ledger.All<Insight>().Single(row => row.Title == title), moved), Cancel)).ShouldBe(reached);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_flow_loses_voices_at_every_column(Provider provider)
    {
        var sample = stores[provider];
        var model = await sample.Get<VoiceQueries>().ReadAsync(new VoiceAddress(VoiceAddress.Year, null, null, null), Cancel);
        model.Flow.Steps.Take(7).ShouldAllBe(step => step.Lost > 0);
        model.Flow.Moved.ShouldBeGreaterThan(0);
        // A new decision may rest on old evidence, and one of the sample's does: the campaign rests on none.
        (model.Reach.Decisions, model.Reach.DecisionsOnFresh).ShouldBe((5, 4));
        model.Reach.Whole.Decided.ShouldBe(4);
        var one = await sample.Get<VoiceQueries>().ReadAsync(new VoiceAddress(VoiceAddress.Year, "get-help", "seniors", null), Cancel);
        one.Flow.Total.ShouldBeInRange(1, model.Flow.Total - 1);
    }
}

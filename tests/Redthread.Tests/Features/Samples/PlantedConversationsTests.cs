using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Conversations;

namespace Redthread.Tests.Features.Samples;

/// <summary>What the sample's conversations were planted to show is what Redthread shows.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedConversationsTests(SampleStores stores)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Highlights_are_evidence_but_for_the_unallowed_and_the_withdrawn(Provider provider)
    {
        await using var context = stores[provider].Context();
        var rows = await context.Conversations.AsNoTracking().Include(row => row.Highlights).ToListAsync(Cancel);
        rows.Count.ShouldBe(11);
        rows.Count(row => row.State == ConversationState.Held).ShouldBe(9);
        var unallowed = rows.Single(row => row is { State: ConversationState.Held, WithdrawnAt: null, Consent: Consent.Notes });
        unallowed.Highlights.ShouldHaveSingleItem().SignalId.ShouldBeNull();
        var withdrawn = rows.Single(row => row.WithdrawnAt is not null);
        (withdrawn.Highlights.ShouldHaveSingleItem().Quotation, withdrawn.Highlights[0].SignalId).ShouldBe((null, null));
        var signals = rows.SelectMany(row => row.Highlights).Where(row => row.SignalId is not null).Select(row => row.SignalId!.Value).ToList();
        signals.Count.ShouldBe(9);
        (await context.Evidence.CountAsync(row => signals.Contains(row.SignalId), Cancel)).ShouldBe(9);
        foreach (var words in new[] { unallowed.Highlights[0].Quotation!, "bought what he was told to sell" })
        {
            var read = await stores[provider]
                .Get<ISignalStore>()
                .ReadSignalsAsync(
                    new SignalQuery
                    {
                        VerbatimOnly = true,
                        From = stores[provider].Calendar.WeeksBefore(8),
                        Limit = 20_000,
                    },
                    Cancel
                );
            read.ShouldNotContain(row => row.Verbatim!.Contains(words, StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Singles_and_two_teams_were_never_spoken_with(Provider provider)
    {
        var sample = stores[provider];
        await using var context = sample.Context();
        var cycle = Cycle.At(sample.Calendar.End.AddDays(-1));
        var model = await sample.ScopedAsync<CoverageQueries, CoverageModel>(queries => queries.ReadAsync(cycle, Cancel));
        model.Rows.Sum(row => row.Cells.Single(cell => cell.Segment == "singles").Conversations).ShouldBe(0);
        model.Targets.Single(row => row.Segment == "singles").ShouldBe(new TargetLine(ConversationWith.Customer, "singles", "Singles", 3, 0, 1));
        model.Targets[0].Held.ShouldBe(7);
        model.NeverInterviewed.Select(row => row.Key).Order().ShouldBe(["sample-delivery", "sample-marketing"]);
        model.Unheard.ShouldContain(one => one.Row.Path == "use-and-pay/move-house" && one.Cell.Segment == "singles");
    }
}

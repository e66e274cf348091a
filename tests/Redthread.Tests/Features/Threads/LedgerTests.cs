using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Tests.Features.Journeys;
using Redthread.Tests.Support;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Threads;

/// <summary>The ledger that follows changes is the ledger that would be read anew.</summary>
public sealed class LedgerTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Following_changes_gives_what_reading_anew_gives(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync("journey: join\nname: Join\nstages:\n  - key: order\n    name: Order\n");
        var random = new Random(4);
        var (store, links, ledgers) = (desk.Get<ThreadStore>(), desk.Get<ChangeLinks>(), desk.Get<LedgerSource>());
        await ledgers.ReadAsync(ledger => ledger.Version, default);
        for (var round = 1; round <= 40; round++)
        {
            await ChangeAsync(store, links, random, round);
            if (round % 8 == 0)
                (await ledgers.ReadAsync(Describe, default)).ShouldBe(await new LedgerSourceOf(desk).ReadAsync(Describe));
        }
    }

    /// <summary>The evidence of a merged insight is kept between questions; whatever changes, it is what a ledger put together anew says.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Kept_evidence_is_that_of_a_new_ledger(int seed)
    {
        const int insights = 8;
        var random = new Random(seed);
        var ids = Enumerable.Range(0, insights).Select(_ => Guid.CreateVersion7()).ToArray();
        var (rows, evidence) = (new Dictionary<Guid, Insight>(), new Dictionary<Guid, List<Evidence>>());
        var followed = new Ledger();
        for (var round = 0; round < 400; round++)
        {
            var at = random.Next(insights);
            var id = ids[at];
            switch (random.Next(4))
            {
                case 0:
                    evidence[id] = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Evidence { InsightId = id, SignalId = random.Next(12) })];
                    followed.SetEvidence(id, evidence[id]);
                    break;
                case 1 when random.Next(3) == 0:
                    rows.Remove(id);
                    followed.Remove(id);
                    break;
                default:
                    // Merged into a later one only: an insight is never merged into itself by way of others.
                    rows[id] = new Insight
                    {
                        Id = id,
                        Number = at + 1,
                        Title = $"Insight {at}",
                        MergedIntoId = at + 1 < insights && random.Next(2) == 0 ? ids[random.Next(at + 1, insights)] : null,
                    };
                    followed.Put(rows[id]);
                    break;
            }

            var anew = new Ledger();
            foreach (var row in rows.Values)
                anew.Put(row);
            foreach (var (of, list) in evidence)
                anew.SetEvidence(of, list);
            foreach (var one in ids.Where(_ => random.Next(2) == 0))
                Signals(followed, one).ShouldBe(Signals(anew, one), $"round {round}");
        }

        static string Signals(Ledger ledger, Guid id) => string.Join(',', ledger.EvidenceOf(id).Select(row => row.SignalId).Order());
    }

    [Fact]
    public async Task Two_makers_at_once_get_two_numbers()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Postgres);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(at => desk.Get<ThreadStore>().CreateAsync<Opportunity>(Actor.Operator, Permission.EditThreads, (_, row, _) => Title(row, $"Number {at}"), default))
        );
        made.Select(one => one.Value.Number).Order().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task A_link_that_says_nothing_is_refused()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        var store = desk.Get<ThreadStore>();
        await store.CreateAsync<Insight>(Actor.Operator, Permission.EditThreads, (_, row, _) => Title(row, "They wait"), default);
        await store.CreateAsync<Solution>(Actor.Operator, Permission.EditThreads, (_, row, _) => Title(row, "More people"), default);
        var links = desk.Get<ChangeLinks>();
        (await links.LinkAsync(Actor.Operator, Request("I-1", LinkKind.FramedIn, "S-1"), default)).Error!.Code.ShouldBe("link-not-allowed");
        (await links.LinkAsync(Actor.Operator, Request("I-9", LinkKind.FramedIn, "O-1"), default)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await links.LinkAsync(Actor.Operator, Request("I-1", LinkKind.FramedIn, "nonsense"), default)).Error!.Code.ShouldBe("link-end-unknown");
        (await links.LinkAsync(Actor.Operator, Request("I-1", LinkKind.OnStage, Guid.CreateVersion7().ToString()), default)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await links.LinkAsync(Actor.Nobody, Request("I-1", LinkKind.FramedIn, "O-1"), default)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
    }

    private static async Task ChangeAsync(ThreadStore store, ChangeLinks links, Random random, int round)
    {
        var (insight, opportunity) = (1 + random.Next(6), 1 + random.Next(4));
        switch (random.Next(7))
        {
            case 0:
                await store.CreateAsync<Insight>(Actor.Operator, Permission.EditThreads, (_, row, _) => Title(row, $"Insight of round {round}"), default);
                break;
            case 1:
                await store.CreateAsync<Opportunity>(Actor.Operator, Permission.EditThreads, (_, row, _) => Title(row, $"Opportunity of round {round}"), default);
                break;
            case 2:
            case 3:
                await links.LinkAsync(Actor.Operator, Request($"I-{insight}", LinkKind.FramedIn, $"O-{opportunity}"), default);
                break;
            case 4:
                await links.UnlinkAsync(Actor.Operator, Request($"I-{insight}", LinkKind.FramedIn, $"O-{opportunity}"), default);
                break;
            case 5:
                await store.ChangeAsync<Insight>(
                    Actor.Operator,
                    Permission.EditThreads,
                    insight,
                    null,
                    async (context, row, cancel) =>
                    {
                        row.Title = $"Changed in round {round}";
                        if (!await context.Evidence.AnyAsync(one => one.InsightId == row.Id && one.SignalId == round, cancel))
                            context.Evidence.Add(
                                new Evidence
                                {
                                    InsightId = row.Id,
                                    SignalId = round,
                                    AddedBy = "test",
                                }
                            );
                        return ("changed", "Changed it");
                    },
                    default
                );
                break;
            default:
                var into = await store.OpenAsync(default);
                var survivor = await into.Insights.OrderBy(row => row.Number).FirstOrDefaultAsync();
                await into.DisposeAsync();
                await store.ChangeAsync<Insight>(
                    Actor.Operator,
                    Permission.EditThreads,
                    insight,
                    null,
                    (_, row, _) =>
                    {
                        row.MergedIntoId = row.MergedIntoId is null && row.Id != survivor?.Id ? survivor?.Id : null;
                        return Task.FromResult<Result<(string, string)>>(("merged", "Merged it"));
                    },
                    default
                );
                break;
        }
    }

    private static ChangeLinks.Request Request(string from, LinkKind kind, string to) =>
        new()
        {
            From = from,
            Kind = kind,
            To = to,
        };

    private static Task<Error?> Title(ThreadObject row, string title)
    {
        row.Title = title;
        return Task.FromResult<Error?>(null);
    }

    private static string Describe(Ledger ledger)
    {
        var lines = ledger
            .All<ThreadObject>()
            .OrderBy(row => row.Kind)
            .ThenBy(row => row.Number)
            .Select(row =>
                $"{ThreadStore.Name(row)} {row.Title} v{row.Version} down:{Names(ledger.LinksFrom(row.Id).Select(link => ledger.Find(link.ToId)))} up:{Names(ledger.LinksTo(row.Id).Select(link => ledger.Find(link.FromId)))} "
                + $"framed:{Names(ledger.Down<Opportunity>(row.Id, LinkKind.FramedIn))} evidence:{ledger.EvidenceOf(row.Id).Count} members:{ledger.Members(row.Id).Count()}"
            );
        return string.Join('\n', lines);
    }

    private static string Names(IEnumerable<ThreadObject?> rows) => string.Join(',', rows.Select(row => ThreadStore.Name(row!)).Order(StringComparer.Ordinal));

    /// <summary>A source that has seen nothing yet.</summary>
    private sealed class LedgerSourceOf(JourneyDesk desk)
    {
        public async Task<T> ReadAsync<T>(Func<Ledger, T> read)
        {
            using var fresh = new LedgerSource(desk.Get<IDbContextFactory<RedthreadContext>>(), desk.Get<Redthread.Web.Shell.ChangeFeed>(), TimeProvider.System);
            return await fresh.ReadAsync(read, default);
        }
    }
}

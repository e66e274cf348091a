using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Language;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Desk;

/// <summary>Changes of every kind that the Desk judges by, at random, through the ways in that the product uses.</summary>
internal sealed class RandomChanges
{
    private static readonly string[] Words =
        "the bill is too high nobody can read it phone menu call wait agent gave no answer charged twice late parcel lost password reset fails fitter user bill shock".Split(' ');

    private readonly Random random;
    private readonly ThreadStore store;
    private readonly ChangeLinks links;
    private readonly ChangeFeed feed;
    private readonly List<Guid> teams = [];
    private readonly List<string> said = [];
    private readonly List<Guid> stages;
    private readonly (string Name, Func<Task> Make)[] kinds;

    private RandomChanges(IServiceProvider services, int seed, List<Guid> stages)
    {
        (random, this.stages) = (new Random(seed), stages);
        (store, links, feed) = (services.GetRequiredService<ThreadStore>(), services.GetRequiredService<ChangeLinks>(), services.GetRequiredService<ChangeFeed>());
        kinds =
        [
            ("insight made", () => MakeAsync<Insight>(row => (row.Type, row.ApprovedAt) = ((InsightType)random.Next(3), Ago()))),
            ("opportunity made", () => MakeAsync<Opportunity>(_ => { })),
            ("solution made", () => MakeAsync<Solution>(row => (row.Cost, row.Cycle) = (random.Next(9), Cycle.At(store.Now)))),
            ("decision made", () => MakeAsync<Decision>(row => row.DueOn = DateOnly.FromDateTime(store.Now))),
            ("pressure made", () => MakeAsync<Pressure>(_ => { })),
            ("objective made", () => MakeAsync<Objective>(row => row.Cycle = Cycle.At(store.Now))),
            ("key result made", MakeResultAsync),
            ("insight says else", () => ChangeAsync<Insight>((_, row) => row.Title = Text())),
            ("opportunity says else", () => ChangeAsync<Opportunity>((_, row) => (row.Title, row.Detail) = (Text(), Text()))),
            ("insight approved", () => ChangeAsync<Insight>((_, row) => row.ApprovedAt = row.ApprovedAt is null ? Ago() : null)),
            ("insight handed on", () => ChangeAsync<Insight>((_, row) => row.OwnerTeamId = Any(teams))),
            ("evidence", () => ChangeAsync<Insight>(AddEvidence)),
            ("comment", () => ChangeAsync<Opportunity>(Comment)),
            (
                "decision settled",
                () =>
                    ChangeAsync<Decision>(
                        (_, row) => (row.MadeAt, row.DueOn) = (random.Next(2) == 0 ? Ago() : null, DateOnly.FromDateTime(store.Now).AddDays(random.Next(40) - 20))
                    )
            ),
            ("decision reviewed", () => ChangeAsync<Decision>((_, row) => row.ReviewedAt = row.MadeAt is null ? null : Ago())),
            ("solution moved", () => ChangeAsync<Solution>((_, row) => (row.State, row.ShippedAt) = ((SolutionState)random.Next(5), Ago()))),
            ("pressure resolved", () => ChangeAsync<Pressure>((_, row) => row.ResolvedAt = row.ResolvedAt is null ? Ago() : null)),
            ("check-in", () => ChangeAsync<KeyResult>((_, row) => row.Manual = row.Manual is null ? random.Next(10) : null)),
            ("archived", ArchiveAsync),
            ("merged", MergeAsync),
            ("linked", () => LinkAsync(links.LinkAsync)),
            ("linked", () => LinkAsync(links.LinkAsync)),
            ("linked", () => LinkAsync(links.LinkAsync)),
            ("unlinked", () => LinkAsync(links.UnlinkAsync)),
            ("term", () => SaveAsync("term.made", context => context.Terms.Add(Term()))),
            ("term archived", () => SaveAsync("term.archived", context => context.Terms.OrderBy(row => row.CreatedAt).First(row => row.ArchivedAt == null).ArchivedAt = store.Now)),
            ("stage handed on", () => SaveAsync("journey.changed", context => context.Stages.First(row => row.Id == stages[0]).OwnerTeamId = Any(teams))),
            ("ritual", () => SaveAsync("ritual.made", context => context.Rituals.Add(Ritual(context)))),
            ("team renamed", () => SaveAsync("team.changed", context => context.Teams.First(row => row.Id == teams[0]).Name = $"Team {random.Next(99)}")),
        ];
    }

    /// <summary>What the last change was.</summary>
    public string Last { get; private set; } = "nothing";

    public static async Task<RandomChanges> StartAsync(IServiceProvider services, int seed)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var changes = new RandomChanges(services, seed, await context.Stages.OrderBy(row => row.Position).Select(row => row.Id).ToListAsync());
        for (var number = 1; number <= 3; number++)
        {
            var team = new Team { Key = $"team-{number}", Name = $"Team {number}" };
            changes.teams.Add(team.Id);
            await changes.SaveAsync("team.made", one => one.Teams.Add(team));
        }

        // Something to begin with.
        foreach (var (_, make) in changes.kinds.Take(7).SelectMany(kind => Enumerable.Repeat(kind, 4)))
            await make();
        return changes;
    }

    public async Task MakeAsync()
    {
        var (name, make) = kinds[random.Next(kinds.Length)];
        Last = name;
        await make();
    }

    private T Any<T>(IReadOnlyList<T> rows) => rows[random.Next(rows.Count)];

    private DateTime Ago() => store.Now.AddDays(-random.Next(2, 80));

    // Every third says what was said before, or nearly.
    private string Text()
    {
        var words = said.Count > 0 && random.Next(3) == 0 ? Any(said).Split(' ') : [.. Enumerable.Range(0, random.Next(3, 6)).Select(_ => Any(Words))];
        if (random.Next(2) == 0)
            words[0] = Any(Words);
        said.Add(string.Join(' ', words));
        return said[^1];
    }

    private Task MakeAsync<T>(Action<T> fill)
        where T : ThreadObject, new() =>
        store.CreateAsync<T>(
            Actor.Operator,
            Permission.EditThreads,
            (_, row, _) =>
            {
                (row.Title, row.OwnerTeamId) = (Text(), Any(teams));
                fill(row);
                return Task.FromResult<Error?>(null);
            },
            default
        );

    private async Task<int> CountAsync<T>()
        where T : ThreadObject
    {
        await using var context = await store.OpenAsync(default);
        return await context.Set<T>().CountAsync();
    }

    private async Task MakeResultAsync()
    {
        await using var context = await store.OpenAsync(default);
        var objectives = await context.Objectives.OrderBy(row => row.Number).Select(row => row.Id).ToListAsync();
        await MakeAsync<KeyResult>(row =>
            (row.ObjectiveId, row.Source, row.TargetId, row.PayDepends) = (
                Any(objectives),
                random.Next(2) == 0 ? KeyResultSource.Manual : KeyResultSource.StageScore,
                Any(stages),
                random.Next(2) == 0
            )
        );
    }

    private async Task ChangeAsync<T>(Action<RedthreadContext, T> change)
        where T : ThreadObject =>
        await store.ChangeAsync<T>(
            Actor.Operator,
            Permission.EditThreads,
            1 + random.Next(await CountAsync<T>()),
            null,
            (context, row, _) =>
            {
                change(context, row);
                return Task.FromResult<Result<(string, string)>>(("changed", "Changed it"));
            },
            default
        );

    private void AddEvidence(RedthreadContext context, Insight row)
    {
        for (var more = random.Next(1, 4); more > 0; more--)
            context.Evidence.Add(
                new Evidence
                {
                    InsightId = row.Id,
                    SignalId = random.NextInt64(1, 1_000_000),
                    Customer = random.Next(20),
                    Account = random.Next(2) == 0 ? $"Account {random.Next(3)}" : null,
                    SourceId = Guid.CreateVersion7(),
                    OccurredAt = Ago(),
                    AddedBy = "test",
                    AddedAt = store.Now,
                }
            );
    }

    private void Comment(RedthreadContext context, Opportunity row) =>
        context.Comments.Add(
            new Comment
            {
                ObjectId = row.Id,
                By = "test",
                Text = Text(),
                At = store.Now,
            }
        );

    private Task ArchiveAsync() =>
        random.Next(4) switch
        {
            0 => ChangeAsync<Insight>(Archive),
            1 => ChangeAsync<Opportunity>(Archive),
            2 => ChangeAsync<Solution>(Archive),
            _ => ChangeAsync<Objective>(Archive),
        };

    private void Archive(RedthreadContext context, ThreadObject row) => row.ArchivedAt = row.ArchivedAt is null ? store.Now : null;

    private Task MergeAsync() => random.Next(2) == 0 ? ChangeAsync<Insight>(Merge) : ChangeAsync<Opportunity>(Merge);

    // Into the first of its kind; or out of it again.
    private static void Merge<T>(RedthreadContext context, T row)
        where T : ThreadObject
    {
        var first = context.Set<T>().OrderBy(one => one.Number).First();
        row.MergedIntoId = row.MergedIntoId is null && row.Id != first.Id ? first.Id : null;
    }

    private async Task LinkAsync(Func<Actor, ChangeLinks.Request, CancellationToken, Task<Result<Done>>> change)
    {
        (LinkKind Kind, string From, string To)[] possible =
        [
            (LinkKind.FramedIn, "I", "O"),
            (LinkKind.UsedFor, "I", "D"),
            (LinkKind.SetAside, "I", "D"),
            (LinkKind.DecidedIn, "O", "D"),
            (LinkKind.SolvedBy, "O", "S"),
            (LinkKind.Chooses, "D", "S"),
            (LinkKind.Blocks, "P", "O"),
            (LinkKind.KeepsAlive, "P", "I"),
            (LinkKind.OnStage, "I", ""),
            (LinkKind.OnStage, "S", ""),
            (LinkKind.OnStage, "O", ""),
            (LinkKind.ByTeam, "S", "team"),
        ];
        var (kind, from, to) = Any(possible);
        await change(
            Actor.Operator,
            new ChangeLinks.Request
            {
                From = $"{from}-{random.Next(1, 6)}",
                Kind = kind,
                To = to switch
                {
                    "" => Any(stages).ToString(),
                    "team" => Any(teams).ToString(),
                    _ => $"{to}-{random.Next(1, 6)}",
                },
                Reason = "Because",
            },
            default
        );
    }

    private Term Term()
    {
        var word = Any(Words);
        return new Term
        {
            Key = $"{word}-{random.Next()}",
            Word = word,
            Avoid = Any(Words),
            Definition = Text(),
            CreatedAt = store.Now,
        };
    }

    private Ritual Ritual(RedthreadContext context) =>
        new()
        {
            Number = 1 + (context.Rituals.Max(row => (int?)row.Number) ?? 0),
            Name = Text(),
            StartsAt = Ago(),
            Every = 7,
            CreatedAt = Ago(),
        };

    private async Task SaveAsync(string kind, Action<RedthreadContext> change)
    {
        await using var context = await store.OpenAsync(default);
        try
        {
            change(context);
        }
        catch (InvalidOperationException)
        {
            // There is none to change yet.
            return;
        }

        context.Activities.Add(Activity.Of(Actor.Operator, store.Now, kind, null, "Changed it"));
        (await feed.SaveAsync(context, default)).ShouldBeNull();
    }
}

using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Talk;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Threads;

/// <summary>One end of a link as an object's page shows it.</summary>
/// <param name="Words">What the object is to the other: “framed in”.</param>
/// <param name="From">The link as stored, so that it can be taken back.</param>
public sealed record LinkLine(string Words, string Label, string? Href, string? Name, string? Reason, string From, LinkKind Kind, string To, bool Frozen);

/// <summary>What every object's page shows beside what is its own.</summary>
public sealed record ObjectView(
    ThreadObject Row,
    ThreadView Thread,
    IReadOnlyList<LinkLine> Links,
    IReadOnlyList<ThreadObject> MergedFrom,
    ThreadObject? MergedInto,
    string? Owner,
    string? OwnerTeam,
    IReadOnlyList<Activity> History,
    IReadOnlyList<SelectOption> Relations,
    IReadOnlyList<SelectOption> Others,
    IReadOnlyList<SelectOption> People,
    IReadOnlyList<SelectOption> Teams,
    IReadOnlyList<SelectOption> Stages,
    IReadOnlyList<SelectOption> Needs,
    IReadOnlyList<Comment> Comments,
    IReadOnlyCollection<Guid> Watchers
)
{
    public string Name => ThreadStore.Name(Row);

    /// <summary>Objects that say nearly the same.</summary>
    public IReadOnlyList<Alike> Alike { get; init; } = [];
    public string Address => ThreadName.Address(Row.Kind, Row.Number);
    public TalkView Talk => new(Name, Address, Comments, Watchers);
}

/// <summary>Reads what every object's page shows: O(links of the object), six small questions to the store.</summary>
public sealed class ObjectQueries(IDbContextFactory<RedthreadContext> contexts, LedgerSource ledgers, LandscapeSource landscapes, DuplicateQueries duplicates)
{
    private const int HistoryShown = 30;
    private const int CommentsShown = 500;
    private const int OthersOffered = 200;

    public async Task<Result<ObjectView>> ReadAsync(ThreadKind kind, int number, IReadOnlySet<Guid> moved, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var people = await context.People.AsNoTracking().OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        var teams = await context.Teams.AsNoTracking().Where(row => row.ArchivedAt == null).OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        var places = new Dictionary<Guid, (string Label, string? Href)>();
        foreach (var (journey, stage) in landscape.Journeys.SelectMany(journey => journey.Stages.Select(stage => (journey, stage))))
            places[stage.Id] = ($"{stage.Name}, {journey.Name}", $"/?stage={journey.Key}/{stage.Key}");
        foreach (var need in landscape.Needs)
            places[need.Id] = (need.Name, $"/needs/{need.Key}");
        foreach (var team in teams)
            places[team.Id] = (team.Name, null);
        var found = await ledgers.ReadAsync(
            ledger =>
                ledger.Find(kind, number) is { } row ? (row, ThreadWalk.Of(ledger, row, moved), Lines(ledger, row, places), Others(ledger, row), Merged(ledger, row)) : default,
            cancel
        );
        if (found.row is not { } centre)
            return Error.NotFound(LedgerSource.Noun(kind).Replace('-', ' '));
        var history = await context
            .Activities.AsNoTracking()
            .Where(row => row.ObjectId == centre.Id)
            .OrderByDescending(row => row.At)
            .ThenByDescending(row => row.Id)
            .Take(HistoryShown)
            .ToListAsync(cancel);
        return new ObjectView(
            centre,
            found.Item2,
            found.Item3,
            found.Item5.From,
            found.Item5.Into,
            people.Find(row => row.Id == centre.OwnerPersonId)?.Name,
            teams.Find(row => row.Id == centre.OwnerTeamId)?.Name,
            history,
            Relations(kind),
            found.Item4,
            [.. people.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [.. teams.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            [.. landscape.LiveStages.Select(pair => new SelectOption(pair.Stage.Id.ToString(), pair.Stage.Name, pair.Journey.Name))],
            [.. landscape.Needs.Select(row => new SelectOption(row.Id.ToString(), row.Name))],
            await context.Comments.AsNoTracking().Where(row => row.ObjectId == centre.Id).OrderBy(row => row.At).Take(CommentsShown).ToListAsync(cancel),
            await context.Watches.AsNoTracking().Where(row => row.ObjectId == centre.Id).Select(row => row.PersonId).ToListAsync(cancel)
        )
        {
            Alike = await duplicates.PairsOfAsync(centre.Id, cancel),
        };
    }

    private static List<LinkLine> Lines(Ledger ledger, ThreadObject row, Dictionary<Guid, (string Label, string? Href)> places)
    {
        var lines = new List<LinkLine>();
        foreach (var link in ledger.LinksFrom(row.Id))
        {
            if (ledger.Find(link.ToId) is { } other)
                lines.Add(Line(Link.Words(link.Kind).Forward, other, row, other, link));
            else if (places.TryGetValue(link.ToId, out var place))
                lines.Add(
                    new LinkLine(
                        Link.Words(link.Kind).Forward,
                        place.Label,
                        place.Href,
                        null,
                        link.Reason,
                        ThreadStore.Name(row),
                        link.Kind,
                        link.ToId.ToString(),
                        link.Kind == LinkKind.OnStage && row is Domain.Decisions.Decision { MadeAt: not null }
                    )
                );
        }

        foreach (var link in ledger.LinksTo(row.Id))
        {
            if (ledger.Find(link.FromId) is { } other)
                lines.Add(Line(Link.Words(link.Kind).Back, other, other, row, link));
        }

        return [.. lines.OrderBy(line => line.Kind).ThenBy(line => line.Words, StringComparer.Ordinal).ThenBy(line => line.Label, StringComparer.Ordinal)];
    }

    private static LinkLine Line(string words, ThreadObject other, ThreadObject from, ThreadObject to, Link link) =>
        new(
            words,
            other.ArchivedAt is null ? other.Title : $"{other.Title} (archived)",
            ThreadName.Address(other.Kind, other.Number),
            ThreadStore.Name(other),
            link.Reason,
            ThreadStore.Name(from),
            link.Kind,
            ThreadStore.Name(to),
            to is Domain.Decisions.Decision { MadeAt: not null }
        );

    private static (IReadOnlyList<ThreadObject> From, ThreadObject? Into) Merged(Ledger ledger, ThreadObject row) =>
        ([.. ledger.Members(row.Id).Where(id => id != row.Id).Select(id => ledger.Find(id)!)], row.MergedIntoId is null ? null : ledger.Survivor(row.Id));

    /// <summary>The relations an object of the kind may have to other objects, in either direction: “&gt;FramedIn”, “&lt;KeepsAlive”.</summary>
    private static List<SelectOption> Relations(ThreadKind kind)
    {
        var options = new List<SelectOption>();
        foreach (var link in Enum.GetValues<LinkKind>())
        {
            foreach (var other in Enum.GetValues<ThreadKind>())
            {
                if (Link.Allows(link, kind, other))
                    options.Add(new SelectOption($">{link}", $"{Link.Words(link).Forward} ({Words(other)})"));
                if (Link.Allows(link, other, kind) && other != kind)
                    options.Add(new SelectOption($"<{link}", $"{Link.Words(link).Back} ({Words(other)})"));
            }
        }

        return [.. options.DistinctBy(option => option.Value)];
    }

    internal static string Words(ThreadKind kind) => LedgerSource.Noun(kind).Replace('-', ' ');

    private static List<SelectOption> Others(Ledger ledger, ThreadObject row) =>
        [
            .. Enum.GetValues<ThreadKind>()
                .Where(kind => Enum.GetValues<LinkKind>().Any(link => Link.Allows(link, row.Kind, kind) || Link.Allows(link, kind, row.Kind)))
                .SelectMany(kind => Newest(ledger, kind).Where(other => other.Id != row.Id))
                .Select(other => new SelectOption(ThreadStore.Name(other), other.Title)),
        ];

    // By number, newest first: asking for the newest must not walk all of a kind.
    private static IEnumerable<ThreadObject> Newest(Ledger ledger, ThreadKind kind)
    {
        for (var (number, taken) = (ledger.HighestNumber(kind), 0); number > 0 && taken < OthersOffered / 4; number--)
        {
            if (ledger.Find(kind, number) is not { } other || !Ledger.IsLive(other))
                continue;
            taken++;
            yield return other;
        }
    }
}

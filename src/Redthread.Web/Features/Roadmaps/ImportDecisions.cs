using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Roadmaps;

/// <summary>
/// Decisions taken elsewhere, from CSV or JSON, by external id. One with the day it was made counts as made, and what it names counts as
/// used; its record is kept elsewhere, so a later import may correct it.
/// </summary>
public sealed class ImportDecisions(ImportObjects import, LedgerSource ledgers, LandscapeSource landscapes, ThreadStore store)
{
    public const string Columns = "externalId, title, type, question, madeOn, madeBy, dueOn, choice, stages, insights, opportunities, solutions, reviewOn";

    public async Task<Result<RowReport>> HandleAsync(Actor actor, string text, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditThreads) is { } denied)
            return denied;
        var table = ImportTable.Read(text, "externalid", "title");
        if (table.Error is { } unread)
            return unread;
        var named = await ImportedRow.FindAsync(ledgers, table.Value, ["insights", "opportunities", "solutions"], cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        return await import.HandleAsync<Decision>(
            actor,
            table.Value,
            (_, _) => Task.FromResult<Func<ImportedRow, ImportObjects.Item<Decision>>>(row => Item(actor, row, named, landscape)),
            cancel
        );
    }

    private ImportObjects.Item<Decision> Item(Actor actor, ImportedRow row, Dictionary<string, ThreadObject> named, Landscape landscape)
    {
        var (id, title, type) = (row.Required("externalId", 200), row.Required("title", 300), row.Enum<DecisionType>("type"));
        var (made, due, review) = (row.Day("madeOn"), row.Day("dueOn"), row.Day("reviewOn"));
        var (question, choice, by) = (row.Text("question"), row.Text("choice"), row.Text("madeBy"));
        if (made > DateOnly.FromDateTime(store.Now))
            row.Reject("madeOn", "It lies in the future; write the day it is due under dueOn.");
        // Whoever may not make a decision here may not make one by a file either.
        if (made is not null && !actor.Can(Permission.Decide) && !actor.Can(Permission.ImportOutcomes))
            row.Reject("madeOn", "A made decision is brought in by a leader, a steward or an integration. Leave the day out to import it as planned.");
        var stages = row.Stages(landscape, "stages");
        var insights = row.Named(named, "insights", ThreadKind.Insight);
        var opportunities = row.Named(named, "opportunities", ThreadKind.Opportunity);
        var solutions = row.Named(named, "solutions", ThreadKind.Solution);
        return new ImportObjects.Item<Decision>(
            id,
            (decision, _) =>
            {
                (decision.Title, decision.Type) = (title, type ?? decision.Type);
                decision.Question = row.Has("question") ? question : decision.Question;
                decision.DueOn = row.Has("dueOn") ? due : decision.DueOn;
                decision.ReviewOn = row.Has("reviewOn") ? review : decision.ReviewOn;
                decision.Choice = row.Has("choice") ? choice : decision.Choice;
                // What is made stays made: a file without the day only says nothing about it.
                if (made is { } day)
                    (decision.MadeAt, decision.MadeBy) = (day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), by ?? decision.MadeBy ?? "elsewhere");
            },
            self =>
                insights
                    .Select(insight => (insight, LinkKind.UsedFor, self))
                    .Concat(opportunities.Select(opportunity => (opportunity, LinkKind.DecidedIn, self)))
                    .Concat(stages.Select(stage => (self, LinkKind.OnStage, stage)))
                    .Concat(solutions.Select(solution => (self, LinkKind.Chooses, solution)))
        );
    }
}

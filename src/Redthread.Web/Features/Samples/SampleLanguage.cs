using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Activities;
using Redthread.Domain.Language;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's shared language as its file has it: weeks count back from the last day, teams are named without “sample-”.</summary>
public sealed record SampleLanguageFile
{
    public List<TermEntry> Terms { get; init; } = [];
    public List<CommentEntry> Comments { get; init; } = [];

    public sealed record TermEntry
    {
        public string Key { get; init; } = "";
        public string Word { get; init; } = "";
        public string Definition { get; init; } = "";
        public string? Example { get; init; }
        public string? CounterExample { get; init; }
        public List<string> Avoid { get; init; } = [];
        public string? Behind { get; init; }
        public string Owner { get; init; } = "";
        public int Week { get; init; }
        public List<string> Agreed { get; init; } = [];
        public List<ObjectionEntry> Objections { get; init; } = [];
    }

    public sealed record ObjectionEntry
    {
        public string Team { get; init; } = "";
        public int Week { get; init; }
        public string Reason { get; init; } = "";
    }

    /// <summary>Beneath the object of that key in the file of threads.</summary>
    public sealed record CommentEntry
    {
        public string On { get; init; } = "";
        public string Team { get; init; } = "";
        public int Week { get; init; }
        public string Text { get; init; } = "";
    }
}

/// <summary>Terms that the teams agreed on, with a planted rival sense, a planted drift and a planted undefined phrase: see docs/sample-organisation.md.</summary>
public sealed class SampleLanguage(IDbContextFactory<RedthreadContext> contexts)
{
    public async Task LoadAsync(SampleCalendar calendar, SamplePeople.Made people, CancellationToken cancel)
    {
        var file = SampleFiles.Language;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        foreach (var entry in file.Terms)
            Add(context, entry, calendar, people);
        var objects = await ObjectsAsync(context, cancel);
        foreach (var entry in file.Comments)
            Add(context, entry, objects[entry.On], calendar, people);
        context.Add(
            new Glossary
            {
                Published = true,
                ChangedAt = calendar.WeeksBefore(20),
                ChangedBy = people.Steward.Name,
            }
        );
        context.Activities.Add(Activity.Of(people.Steward, calendar.WeeksBefore(20), "glossary.published", null, "Published the glossary: open to all at /glossary"));
        await context.SaveChangesAsync(cancel);
    }

    private static void Add(RedthreadContext context, SampleLanguageFile.TermEntry entry, SampleCalendar calendar, SamplePeople.Made people)
    {
        var (owner, at) = (people.Members[$"sample-{entry.Owner}"], calendar.WeeksBefore(entry.Week));
        var term = new Term
        {
            Key = entry.Key,
            Word = entry.Word,
            Definition = entry.Definition,
            Example = entry.Example,
            CounterExample = entry.CounterExample,
            Avoid = entry.Avoid.Count == 0 ? null : string.Join('\n', entry.Avoid),
            Behind = entry.Behind,
            OwnerPersonId = owner.PersonId,
            CreatedAt = at,
        };
        context.AddRange(term, TermVersion.Of(term, null, at, owner.Name));
        context.Activities.Add(Activity.Of(owner, at, "term.made", term.Id, $"Defined “{term.Word}”: {term.Definition}"));
        var agreed = entry.Agreed.Select(team => (team, entry.Week - 1, (string?)null));
        foreach (var (team, week, reason) in agreed.Concat(entry.Objections.Select(objection => (objection.Team, objection.Week, (string?)objection.Reason))))
        {
            var (speaker, said) = (people.Members[$"sample-{team}"], calendar.WeeksBefore(week));
            context.Add(
                new TermStance
                {
                    TermId = term.Id,
                    TeamId = speaker.TeamIds.Single(),
                    Version = 1,
                    Agrees = reason is null,
                    Reason = reason,
                    At = said,
                    By = speaker.Name,
                }
            );
            var words = $"{(reason is null ? "agrees to" : "objects to")} “{term.Word}”, version 1{(reason is null ? "" : $": {reason}")}";
            context.Activities.Add(Activity.Of(speaker, said, reason is null ? "term.agreed" : "term.objected", term.Id, $"Sample {team} {words}"));
        }
    }

    private static void Add(RedthreadContext context, SampleLanguageFile.CommentEntry entry, ThreadObject row, SampleCalendar calendar, SamplePeople.Made people)
    {
        var (writer, at) = (people.Members[$"sample-{entry.Team}"], calendar.WeeksBefore(entry.Week).AddHours(10));
        context.Add(
            new Comment
            {
                ObjectId = row.Id,
                PersonId = writer.PersonId,
                By = writer.Name,
                Text = entry.Text,
                At = at,
            }
        );
        context.Activities.Add(Activity.Of(writer, at, $"{LedgerSource.Noun(row.Kind)}.commented", row.Id, $"Commented on {ThreadStore.Name(row)}"));
    }

    // Objects are numbered in the order of their file.
    private static async Task<Dictionary<string, ThreadObject>> ObjectsAsync(RedthreadContext context, CancellationToken cancel)
    {
        var file = SampleFiles.Threads;
        var objects = new Dictionary<string, ThreadObject>(StringComparer.Ordinal);
        async Task AddAsync<T>(IReadOnlyList<SampleThreadFile.Entry> entries, IQueryable<T> rows)
            where T : ThreadObject
        {
            foreach (var row in await rows.AsNoTracking().Where(row => row.Number <= entries.Count).ToListAsync(cancel))
                objects[entries[row.Number - 1].Key] = row;
        }

        await AddAsync(file.Insights, context.Insights);
        await AddAsync(file.Opportunities, context.Opportunities);
        await AddAsync(file.Decisions, context.Decisions);
        await AddAsync(file.Solutions, context.Solutions);
        return objects;
    }
}

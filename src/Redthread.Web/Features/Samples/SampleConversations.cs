using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Web.Features.Conversations;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's conversations, as its file has them: weeks count back from the last day.</summary>
public sealed record SampleConversationFile
{
    public Dictionary<string, int> Targets { get; init; } = [];
    public List<Entry> Conversations { get; init; } = [];

    public sealed record Entry
    {
        public string Title { get; init; } = "";
        public ConversationWith With { get; init; }
        public string? Customer { get; init; }
        public string? Segment { get; init; }
        public string? Account { get; init; }
        public string? Team { get; init; }
        public string? Stakeholder { get; init; }
        public int Week { get; init; }
        public List<string> Stages { get; init; } = [];
        public string? Guide { get; init; }
        public Consent Consent { get; init; }
        public bool Withdrawn { get; init; }
        public bool Cancelled { get; init; }
        public string? Notes { get; init; }
        public List<Quote> Highlights { get; init; } = [];
    }

    public sealed record Quote
    {
        public string Words { get; init; } = "";
        public List<string> Stages { get; init; } = [];
        public string? Insight { get; init; }
        public bool Against { get; init; }
    }
}

/// <summary>Conversations of the last weeks, held and written down as everybody else does: see docs/sample-organisation.md.</summary>
public sealed class SampleConversations(
    IDbContextFactory<RedthreadContext> contexts,
    SaveConversation save,
    SettleConversation settle,
    RecordConsent consent,
    WriteNotes write,
    MakeHighlight highlight,
    SetTargets targets
)
{
    public async Task<Error?> LoadAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        var file = SampleFiles.Conversations;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var titles = SampleFiles.Threads.Insights.ToDictionary(entry => entry.Key, entry => entry.Title);
        var numbers = await context.Insights.AsNoTracking().ToDictionaryAsync(row => row.Title, row => row.Number, cancel);
        foreach (var entry in file.Conversations.OrderByDescending(entry => entry.Week))
        {
            if (await AddAsync(entry, calendar, steward, key => $"I-{numbers[titles[key]]}", cancel) is { } error)
                return error;
        }

        var wanted = file.Targets.Select(one =>
            one.Key switch
            {
                "customers" => new SetTargets.Target(ConversationWith.Customer, null, one.Value),
                "internal" => new SetTargets.Target(ConversationWith.Internal, null, one.Value),
                _ => new SetTargets.Target(ConversationWith.Customer, one.Key, one.Value),
            }
        );
        var cycle = Cycle.Address(Cycle.At(calendar.End.AddDays(-1)));
        return (await targets.HandleAsync(steward, new SetTargets.Request(cycle, [.. wanted]), cancel)).Error;
    }

    private async Task<Error?> AddAsync(SampleConversationFile.Entry entry, SampleCalendar calendar, Actor steward, Func<string, string> insight, CancellationToken cancel)
    {
        var made = await save.PlanAsync(
            steward,
            new SaveConversation.Request
            {
                Title = entry.Title,
                With = entry.With,
                Customer = entry.Customer,
                Segment = entry.Segment,
                Account = entry.Account,
                Team = entry.Team,
                Stakeholder = entry.Stakeholder,
                StartsAt = calendar.WeeksBefore(entry.Week).AddDays(-1).AddHours(14),
                Minutes = 45,
                Guide = entry.Guide,
                Stages = entry.Stages,
                Interviewers = steward.PersonId is { } person ? [person] : [],
            },
            cancel
        );
        if (made.Error is { } unplanned)
            return unplanned;
        var number = made.Value.Number;
        if (entry.Cancelled)
            return (await settle.CancelAsync(steward, number, new SettleConversation.Request(null), true, cancel)).Error;
        return entry.Consent == Consent.None ? null : await HoldAsync(entry, number, DateOnly.FromDateTime(made.Value.StartsAt), steward, insight, cancel);
    }

    private async Task<Error?> HoldAsync(SampleConversationFile.Entry entry, int number, DateOnly on, Actor steward, Func<string, string> insight, CancellationToken cancel)
    {
        if ((await settle.HoldAsync(steward, number, new SettleConversation.Request(null), true, cancel)).Error is { } error)
            return error;
        var given = new RecordConsent.Request
        {
            Consent = entry.Consent,
            How = "spoken at the beginning",
            On = on,
        };
        if ((await consent.GiveAsync(steward, number, given, cancel)).Error is { } ungiven)
            return ungiven;
        if ((await write.HandleAsync(steward, number, new WriteNotes.Request { Notes = entry.Notes }, cancel)).Error is { } unwritten)
            return unwritten;
        foreach (var quote in entry.Highlights)
        {
            var request = new MakeHighlight.Request
            {
                Quotation = quote.Words,
                Stages = quote.Stages,
                Insight = quote.Insight is { } key ? insight(key) : null,
                Stance = quote.Against ? Stance.Against : Stance.For,
            };
            if ((await highlight.HandleAsync(steward, number, request, cancel)).Error is { } unmarked)
                return unmarked;
        }

        return entry.Withdrawn ? (await consent.WithdrawAsync(steward, number, new RecordConsent.WithdrawRequest { Remains = Consent.Notes }, cancel)).Error : null;
    }
}

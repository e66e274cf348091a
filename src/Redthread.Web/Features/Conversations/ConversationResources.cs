using Redthread.Domain.Conversations;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Conversations;

/// <summary>A conversation for programs.</summary>
/// <param name="Known">Whether the customer's key is known; the key itself is kept nowhere.</param>
/// <param name="Notes">Only with consent to quotations, since notes hold them; null says nothing about whether there are any.</param>
/// <param name="Highlights">Their words only with consent to quotations.</param>
/// <param name="HighlightCount">How many there are, whatever the consent.</param>
public sealed record ConversationResource(
    int Number,
    string Title,
    ConversationState State,
    ConversationWith With,
    bool Known,
    string? Account,
    string? Segment,
    string? Stakeholder,
    string? Team,
    DateTime StartsAt,
    int Minutes,
    string? Place,
    string? Guide,
    int? GuideVersion,
    IReadOnlyList<string> Stages,
    IReadOnlyList<string> Interviewers,
    Consent Consent,
    DateOnly? ConsentOn,
    string? ConsentHow,
    string? ConsentBy,
    DateTime? WithdrawnAt,
    string? Notes,
    int HighlightCount,
    IReadOnlyList<HighlightResource> Highlights,
    bool Erased,
    int Version
)
{
    public static ConversationResource Of(ConversationLine line, IReadOnlyList<HighlightView>? highlights = null)
    {
        var row = line.Row;
        return new ConversationResource(
            row.Number,
            row.Title,
            row.State,
            row.With,
            row.Customer is not null,
            row.Account,
            line.Segment?.Key,
            row.Stakeholder,
            line.Team?.Key,
            row.StartsAt,
            row.Minutes,
            row.Place,
            row.GuideKey,
            row.GuideVersion,
            [.. line.Stages.Select(stage => stage.Path)],
            [.. line.Interviewers.Select(person => person.Name)],
            row.Consent,
            row.ConsentOn,
            row.ConsentHow,
            row.ConsentBy,
            row.WithdrawnAt,
            highlights is not null && row.MayBeQuoted ? row.Notes : null,
            row.Highlights.Count,
            [.. (highlights ?? []).Select(one => HighlightResource.Of(one, row.MayBeQuoted))],
            row.ErasedAt is not null,
            row.Version
        );
    }
}

/// <param name="Quotation">Null without consent, and once it was removed.</param>
/// <param name="Signal">The number of its signal, when it has become one.</param>
/// <param name="RemovedAt">When it was removed at the request of whoever said it.</param>
public sealed record HighlightResource(
    Guid Id,
    string? Quotation,
    IReadOnlyList<string> Stages,
    IReadOnlyList<string> Insights,
    Stance Stance,
    long? Signal,
    string By,
    DateTime At,
    DateTime? RemovedAt
)
{
    public static HighlightResource Of(HighlightView view, bool mayBeQuoted) =>
        new(
            view.Row.Id,
            mayBeQuoted ? view.Row.Quotation : null,
            [.. view.Stages.Select(stage => stage.Path)],
            [.. view.Insights.Select(one => ThreadName.Of(ThreadKind.Insight, one.Insight.Number))],
            view.Row.Stance,
            view.Row.SignalId,
            view.Row.CreatedBy,
            view.Row.CreatedAt,
            view.Row.RemovedAt
        );
}

public sealed record ConversationPageResource(int Total, int Page, IReadOnlyList<ConversationResource> Conversations);

using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Agreement;
using Redthread.Domain.Claims;
using Redthread.Domain.Conversations;
using Redthread.Domain.Journeys;
using Redthread.Domain.Rhythm;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Rhythm;

namespace Redthread.Web.Features.Language;

/// <summary>
/// What people write outside threads: titles and notes of conversations, minutes, reasons of agreed scores, claims, journeys. Kept by the id
/// that activities name, so that a change reads its own texts anew: five look-ups by key.
/// </summary>
internal static class OtherTexts
{
    private const int AtOnce = 500;

    /// <param name="ids">What changed; null is everything.</param>
    public static async Task<Dictionary<Guid, List<DriftText>>> ReadAsync(RedthreadContext context, Membership membership, IReadOnlyCollection<Guid>? ids, CancellationToken cancel)
    {
        var texts = new Dictionary<Guid, List<DriftText>>();
        foreach (var chunk in ids?.Chunk(AtOnce) ?? [null!])
        {
            foreach (var (id, text) in await ReadSomeAsync(context, membership, chunk, cancel))
                (texts.TryGetValue(id, out var own) ? own : texts[id] = []).Add(text with { Parts = [.. text.Parts.Where(part => !string.IsNullOrWhiteSpace(part))] });
        }

        return texts;
    }

    private static async Task<List<(Guid Id, DriftText Text)>> ReadSomeAsync(RedthreadContext context, Membership membership, Guid[]? ids, CancellationToken cancel)
    {
        var conversations = await context.Conversations.AsNoTracking().Where(row => ids == null || ids.Contains(row.Id)).ToListAsync(cancel);
        var claims = await context.Claims.AsNoTracking().Where(row => row.WithdrawnAt == null && (ids == null || ids.Contains(row.Id))).ToListAsync(cancel);
        return
        [
            .. conversations.Where(row => row.ErasedAt is null && row.CancelledAt is null).Select(row => (row.Id, Of(row, membership))),
            .. await MinutesAsync(context, membership, ids, cancel),
            .. await RoundsAsync(context, membership, ids, cancel),
            .. claims.Select(row => (row.Id, Of(row, membership))),
            .. await JourneysAsync(context, membership, ids, cancel),
        ];
    }

    // Notes without consent to quotations stay on their page; a frequent phrase of theirs would leave it.
    private static DriftText Of(Conversation row, Membership membership) =>
        new(
            row.Id,
            ConversationStore.Name(row),
            row.Title,
            $"/conversations/{row.Number}",
            row.HeldAt ?? row.CreatedAt,
            membership.Of(row.CreatedBy),
            row.MayBeQuoted ? [row.Title, row.Notes ?? ""] : [row.Title]
        );

    private static DriftText Of(Claim row, Membership membership) =>
        new(row.Id, Claim.NameOf(row.Number), row.Text, $"/claims/{row.Number}", row.CreatedAt, row.OwnerTeamId ?? membership.Of(row.CreatedBy), [row.Text]);

    // An agenda is left out: its drafts repeat the titles of other objects.
    private static async Task<List<(Guid, DriftText)>> MinutesAsync(RedthreadContext context, Membership membership, Guid[]? ids, CancellationToken cancel) =>
        (
            await context
                .Meetings.AsNoTracking()
                .Where(row => row.Minutes != null && (ids == null || ids.Contains(row.RitualId)))
                .Join(
                    context.Rituals,
                    row => row.RitualId,
                    ritual => ritual.Id,
                    (row, ritual) =>
                        new
                        {
                            Row = row,
                            ritual.Number,
                            ritual.Name,
                        }
                )
                .ToListAsync(cancel)
        ).ConvertAll(one =>
            (
                one.Row.RitualId,
                new DriftText(
                    one.Row.Id,
                    $"{one.Name}, {one.Row.OccursAt:d MMM yyyy}",
                    "Minutes",
                    RhythmText.Address(one.Number, one.Row.OccursAt),
                    one.Row.HeldAt ?? one.Row.PreparedAt,
                    membership.Of(one.Row.HeldBy ?? one.Row.PreparedBy),
                    [one.Row.Minutes!]
                )
            )
        );

    // What teams vote blind is nobody's to read before the reveal, and nothing may tell of it: not even that a word was counted.
    private static async Task<List<(Guid, DriftText)>> RoundsAsync(RedthreadContext context, Membership membership, Guid[]? ids, CancellationToken cancel)
    {
        var rounds = await context
            .AgreementRounds.AsNoTracking()
            .Include(row => row.Stages)
            .Where(row => row.RevealedAt != null && row.CancelledAt == null && (ids == null || ids.Contains(row.Id)))
            .ToListAsync(cancel);
        var known = rounds.ConvertAll(row => row.Id);
        var votes = (await context.AgreementVotes.AsNoTracking().Where(row => known.Contains(row.RoundId)).ToListAsync(cancel)).ToLookup(row => row.RoundId);
        var dissent = (await context.AgreementDissents.AsNoTracking().Where(row => known.Contains(row.RoundId)).ToListAsync(cancel)).ToLookup(row => row.RoundId);
        var comments = (await context.Comments.AsNoTracking().Where(row => known.Contains(row.ObjectId)).ToListAsync(cancel)).ToLookup(row => row.ObjectId);
        var texts = new List<(Guid, DriftText)>();
        foreach (var round in rounds)
        {
            DriftText Of(DateTime at, Guid? team, string? text) =>
                new(round.Id, AgreementRound.NameOf(round.Number), round.Purpose ?? "Agreed scores", $"/agreed-scores/{round.Number}", at, team, [text ?? ""]);
            texts.Add((round.Id, Of(round.OpenedAt, membership.Of(round.OpenedBy), round.Purpose)));
            texts.AddRange(votes[round.Id].Select(row => (round.Id, Of(row.At, row.TeamId, row.Reason))));
            texts.AddRange(dissent[round.Id].Select(row => (round.Id, Of(row.At, row.TeamId, row.Reason))));
            texts.AddRange(
                round.Stages.Where(row => row.Why is not null).Select(row => (round.Id, Of(row.AgreedAt ?? round.OpenedAt, membership.Of(row.AgreedBy ?? ""), row.Why)))
            );
            texts.AddRange(
                comments[round.Id].Select(row => (round.Id, Of(row.At, membership.Of(row.PersonId), row.Text) with { Href = $"/agreed-scores/{round.Number}#comment-{row.Id}" }))
            );
        }

        return texts;
    }

    private static async Task<List<(Guid, DriftText)>> JourneysAsync(RedthreadContext context, Membership membership, Guid[]? ids, CancellationToken cancel)
    {
        var journeys = await context
            .Journeys.AsNoTracking()
            .Where(row => row.ArchivedAt == null && (ids == null || ids.Contains(row.Id)))
            .Include(row => row.Stages)
                .ThenInclude(row => row.Steps)
                    .ThenInclude(row => row.Lanes)
            .AsSplitQuery()
            .ToListAsync(cancel);
        var known = journeys.ConvertAll(row => row.Id);
        var written = await context
            .JourneyVersions.Where(row => known.Contains(row.JourneyId))
            .GroupBy(row => row.JourneyId)
            .Select(group => new { group.Key, At = group.Max(row => row.At) })
            .ToDictionaryAsync(row => row.Key, row => row.At, cancel);
        return journeys.ConvertAll(row =>
            (
                row.Id,
                new DriftText(
                    row.Id,
                    row.Name,
                    row.Goal ?? row.Name,
                    $"/journeys/{row.Key}",
                    written.GetValueOrDefault(row.Id, DateTime.UnixEpoch),
                    row.OwnerTeamId ?? membership.Of(row.OwnerPersonId),
                    [.. Words(row).OfType<string>()]
                )
            )
        );
    }

    private static IEnumerable<string?> Words(Journey row) =>
        [
            row.Goal,
            row.Description,
            .. row.LiveStages.SelectMany(stage =>
                stage.Steps.Where(step => step.ArchivedAt is null).SelectMany(step => step.Lanes.Select(item => (string?)item.Text)).Prepend(stage.Intent)
            ),
        ];
}

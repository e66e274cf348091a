using Redthread.Domain;
using Redthread.Web.Features.Claims;

namespace Redthread.Web.Features.Samples;

/// <summary>What the sample organisation says in public, as its file has it.</summary>
public sealed record SampleClaimsFile
{
    public List<ClaimEntry> Claims { get; init; } = [];

    public sealed record ClaimEntry
    {
        public string Text { get; init; } = "";
        public string SaidIn { get; init; } = "";
        public int Week { get; init; }
        public string? Bound { get; init; }
        public double? Promise { get; init; }
        public string? Team { get; init; }
        public bool Withdrawn { get; init; }
    }
}

/// <summary>Claims of which one is broken without a decision and one is not measured: see docs/sample-organisation.md.</summary>
public sealed class SampleClaims(SaveClaim save)
{
    public async Task<Error?> LoadAsync(SampleCalendar calendar, Actor steward, IReadOnlyDictionary<string, Guid> teams, CancellationToken cancel)
    {
        foreach (var entry in SampleFiles.Claims.Claims)
        {
            var made = await save.CreateAsync(
                steward,
                new SaveClaim.Request
                {
                    Text = entry.Text,
                    SaidIn = entry.SaidIn,
                    SaidOn = DateOnly.FromDateTime(calendar.WeeksBefore(entry.Week)),
                    Bound = entry.Bound,
                    Promise = entry.Promise,
                    Team = entry.Team is null ? null : teams[entry.Team],
                },
                cancel
            );
            if (made.Error is { } error)
                return error;
            if (entry.Withdrawn && (await save.SetWithdrawnAsync(steward, made.Value.Number, true, cancel)).Error is { } failed)
                return failed;
        }

        return null;
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.FrontLine;
using Redthread.Domain.Insights;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Signals;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ingestion.Text;
using Redthread.Web.Shell.SignIn;

namespace Redthread.Web.Features.FrontLine;

/// <summary>A report from the front line becomes a signal; its link shows what became of it.</summary>
public sealed class TakeReport(
    IDbContextFactory<RedthreadContext> contexts,
    LiveSignals live,
    LandscapeSource landscapes,
    ISignalStore signals,
    LedgerSource ledgers,
    TimeProvider time
)
{
    public const string Source = "front-line";
    public const int LongestText = 2_000;

    // What the front line may do through its door, and nothing else.
    private static readonly Actor Reporter = new(null, "front line", [Permission.ImportSignals], [], Role.FrontLine);

    public sealed record Request
    {
        public string? Pin { get; init; }

        /// <summary>journey/stage, by their keys.</summary>
        public string? Stage { get; init; }
        public string? Text { get; init; }
        public string? Blocked { get; init; }
        public string? BlockedText { get; init; }

        /// <summary>Empty stays anonymous.</summary>
        public string? Name { get; init; }

        /// <summary>Made with the form, so that sending it twice reports once.</summary>
        public string? Once { get; init; }
    }

    /// <param name="SignalId">Null until the signal is found, which it is at once.</param>
    public sealed record Told(Report Report, string Team, string? Stage, long? SignalId, IReadOnlyList<ThreadView> Threads);

    /// <summary>Answers the secret of the report's own link.</summary>
    public async Task<Result<string>> HandleAsync(ReportDoor door, Request request, CancellationToken cancel)
    {
        var landscape = await landscapes.ReadAsync(cancel);
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Trim().Length > LongestText)
            return Error.Invalid("text-missing", $"Say what happened, in up to {LongestText:N0} characters. Nothing was sent.");
        if (landscape.FindStage(request.Stage) is not { } place)
            return Error.Invalid("stage-missing", "Choose where it happened. Nothing was sent.");
        PressureType? blocked = Enum.TryParse<PressureType>(request.Blocked, true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        // The form's own number makes the secret, so that the same form sent again leads to the same report.
        var secret = request.Once is { Length: >= 20 and <= 100 } once
            ? $"fr_{ReportDoors.HashOf($"{door.Id}:{once}")[..40].ToLowerInvariant()}"
            : TokenAuthentication.NewSecret("fr_");
        var hash = ReportDoors.HashOf(secret);
        // Kept as the signal keeps it: whoever is named by number or address in it stays unnamed here too.
        var text = TextMask.Mask(request.Text.Trim());
        var blockedText = string.IsNullOrWhiteSpace(request.BlockedText) ? null : TextMask.Mask(request.BlockedText.Trim()[..Math.Min(request.BlockedText.Trim().Length, 300)]);
        var now = time.GetUtcNow().UtcDateTime;
        var verbatim =
            blocked is null && blockedText is null
                ? text
                : $"{text}\n\nBlocked by: {string.Join(", ", new[] { blocked?.ToString().ToLowerInvariant(), blockedText }.Where(part => part is not null))}";
        // The signal first: a report without its signal would be a promise without a thread.
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                externalId = hash,
                time = now,
                verbatim,
                places = new[] { $"{place.Journey.Key}/{place.Stage.Key}" },
            }
        );
        var receipt = await live.TakeAsync(Reporter, Source, body, "application/json", cancel);
        if (receipt.Error is { } error)
            return error;
        if (receipt.Value.Rejects.FirstOrDefault() is { } reject)
            return Error.Invalid(reject.Code, $"{reject.Reason} Nothing was sent.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Reports.AnyAsync(row => row.SecretHash == hash, cancel))
            return secret;
        context.Reports.Add(
            new Report
            {
                DoorId = door.Id,
                TeamId = door.TeamId,
                SecretHash = hash,
                ExternalId = hash,
                StageId = place.Stage.Id,
                Text = text,
                Blocked = blocked,
                BlockedText = blockedText,
                By = string.IsNullOrWhiteSpace(request.Name) ? null : request.Name.Trim()[..Math.Min(request.Name.Trim().Length, 100)],
                At = now,
            }
        );
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    /// <summary>What became of the report behind its link: the thread of every insight that rests on it.</summary>
    public async Task<Result<Told>> ReadAsync(string secret, IReadOnlySet<Guid> moved, CancellationToken cancel)
    {
        var hash = ReportDoors.HashOf(secret);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Reports.AsNoTracking().SingleOrDefaultAsync(row => row.SecretHash == hash, cancel) is not { } report)
            return Error.NotFound("report");
        var team = await context.Teams.Where(row => row.Id == report.TeamId).Select(row => row.Name).SingleAsync(cancel);
        var landscape = await landscapes.ReadAsync(cancel);
        var stage = landscape.Journeys.SelectMany(row => row.Stages).FirstOrDefault(row => row.Id == report.StageId)?.Name;
        var source =
            landscape.Sources.FirstOrDefault(row => row.Key == Source)?.Id
            ?? await context.Sources.Where(row => row.Key == Source).Select(row => row.Id).SingleOrDefaultAsync(cancel);
        var found = await signals.ReadSignalsAsync(
            new SignalQuery
            {
                SourceId = source,
                ExternalId = report.ExternalId,
                Limit = 1,
            },
            cancel
        );
        var id = found.Count == 0 ? (long?)null : found[0].Id;
        var insights = id is null ? [] : await context.Evidence.Where(row => row.SignalId == id && row.Stance == Stance.For).Select(row => row.InsightId).ToListAsync(cancel);
        var threads = await ledgers.ReadAsync(
            ledger => insights.Select(ledger.Survivor).Where(row => row is not null && Ledger.IsLive(row)).Distinct().Select(row => ThreadWalk.Of(ledger, row!, moved)).ToList(),
            cancel
        );
        return new Told(report, team, stage, id, threads);
    }
}

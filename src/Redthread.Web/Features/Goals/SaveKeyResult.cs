using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Goals;
using Redthread.Domain.People;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Goals;

/// <summary>Makes and changes a key result, and takes check-ins.</summary>
public sealed class SaveKeyResult(ThreadStore store, LandscapeSource landscapes, BoundTargets targets)
{
    public sealed record Request
    {
        public string? Title { get; init; }
        public string? Detail { get; init; }

        /// <summary>The objective, as OB-2; for a new key result.</summary>
        public string? Objective { get; init; }

        /// <summary>What it is bound to: stage:join/order, journey:join, outcome:churn; empty is a number entered by hand.</summary>
        public string? Bound { get; init; }

        /// <summary>Key of a segment; none is all of them.</summary>
        public string? Segment { get; init; }
        public string? Unit { get; init; }

        /// <summary>Empty is the value of the quarter before; a number entered by hand needs one.</summary>
        public double? Start { get; init; }
        public double? Target { get; init; }
        public KeyResultHorizon? Horizon { get; init; }
        public bool? PayDepends { get; init; }
        public int? Version { get; init; }
    }

    public sealed record CheckInRequest
    {
        /// <summary>The value, for a key result entered by hand.</summary>
        public double? Value { get; init; }

        /// <summary>How sure you are that the target will be met, 0–1.</summary>
        public double? Confidence { get; init; }
        public string? Text { get; init; }
    }

    public Task<Result<KeyResult>> CreateAsync(Actor actor, Request request, CancellationToken cancel) =>
        store.CreateAsync<KeyResult>(
            actor,
            Permission.EditThreads,
            async (context, row, stop) =>
            {
                if (Domain.Threads.ThreadName.Parse(request.Objective?.Trim()) is not (Domain.Threads.ThreadKind.Objective, var number))
                    return Error.Invalid("objective-missing", "Name the objective it belongs to, as OB-2. Nothing was saved.");
                if (await context.Objectives.SingleOrDefaultAsync(one => one.Number == number, stop) is not { } objective)
                    return Error.NotFound("objective");
                row.ObjectiveId = objective.Id;
                return await FillAsync(row, request, stop);
            },
            cancel
        );

    public Task<Result<KeyResult>> ChangeAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        store.ChangeAsync<KeyResult>(
            actor,
            Permission.EditThreads,
            number,
            request.Version,
            async (context, row, stop) => await FillAsync(row, request, stop) is { } error ? error : ("changed", $"Changed {ThreadStore.Name(row)}: {row.Title}"),
            cancel
        );

    public Task<Result<KeyResult>> SetArchivedAsync(Actor actor, int number, int? version, bool archived, CancellationToken cancel) =>
        store.ArchiveAsync<KeyResult>(actor, number, version, archived, cancel);

    public Task<Result<KeyResult>> CheckInAsync(Actor actor, int number, CheckInRequest request, CancellationToken cancel) =>
        store.ChangeAsync<KeyResult>(
            actor,
            Permission.EditThreads,
            number,
            null,
            (context, row, _) =>
            {
                if (CheckCheckIn(row, request) is { } error)
                    return Task.FromResult<Result<(string, string)>>(error);
                context.CheckIns.Add(
                    new CheckIn
                    {
                        KeyResultId = row.Id,
                        At = store.Now,
                        By = actor.Name,
                        Value = request.Value,
                        Confidence = request.Confidence,
                        Text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(),
                    }
                );
                row.Manual = request.Value ?? row.Manual;
                return Task.FromResult<Result<(string, string)>>(("checked-in", $"Checked in on {ThreadStore.Name(row)}"));
            },
            cancel
        );

    private static Error? CheckCheckIn(KeyResult row, CheckInRequest request)
    {
        if (request.Value is not null && row.Source != KeyResultSource.Manual)
            return Error.Invalid("value-measured", "Its value is measured, so none is entered. Nothing was saved; check in with your confidence and a remark.");
        if (request.Value is { } value && !double.IsFinite(value))
            return Error.Invalid("value-invalid", "A value is a finite number. Nothing was saved.");
        if (request.Confidence is { } sure && !(sure is >= 0 and <= 1))
            return Error.Invalid("confidence-invalid", "Confidence lies between 0 and 1. Nothing was saved.");
        if (request.Text?.Length > 2000)
            return Error.Invalid("text-too-long", "A remark has at most 2,000 characters. Nothing was saved.");
        return request.Value is null && request.Confidence is null && string.IsNullOrWhiteSpace(request.Text)
            ? Error.Invalid("check-in-empty", "A check-in says something: a value, a confidence or a remark. Nothing was saved.")
            : null;
    }

    private async Task<Error?> FillAsync(KeyResult row, Request request, CancellationToken cancel)
    {
        if (request.Target is not { } target || !double.IsFinite(target) || request.Start is { } typed && !double.IsFinite(typed))
            return Error.Invalid("target-missing", "A key result needs a target, a finite number. Nothing was saved.");
        var bound = await targets.FindAsync(request.Bound, cancel);
        if (bound.Error is { } error)
            return error;
        if (bound.Value.Source == KeyResultSource.Manual && request.Start is null)
            return Error.Invalid("start-missing", "A number entered by hand needs a start to be graded from. Nothing was saved.");
        if (request.Start is { } from && from == target)
            return Error.Invalid("target-is-start", "Start and target are the same number, so nothing would have to move. Nothing was saved.");
        Guid? segment = null;
        if (!string.IsNullOrWhiteSpace(request.Segment))
        {
            if ((await landscapes.ReadAsync(cancel)).Segments.FirstOrDefault(one => one.Key == request.Segment.Trim()) is not { } found)
                return Error.NotFound("segment");
            segment = found.Id;
        }

        if (request.Unit?.Length > 40)
            return Error.Invalid("unit-too-long", "A unit has at most 40 characters. Nothing was saved.");
        (row.Title, row.Detail) = (request.Title ?? "", string.IsNullOrWhiteSpace(request.Detail) ? null : request.Detail.Trim());
        (row.Source, row.TargetId, row.SegmentId) = (bound.Value.Source, bound.Value.Id, segment);
        row.Unit = bound.Value.Unit ?? request.Unit?.Trim() ?? "";
        (row.Start, row.Target) = (request.Start, target);
        (row.Horizon, row.PayDepends) = (request.Horizon ?? row.Horizon, request.PayDepends ?? false);
        return null;
    }
}

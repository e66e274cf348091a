using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>The options of a planned decision, each with what it does to the north star.</summary>
public sealed class ChangeOptions(ThreadStore store)
{
    public sealed record Request
    {
        public string? Title { get; init; }

        /// <summary>What it does to the north star, in points.</summary>
        public double? Points { get; init; }

        /// <summary>Why, in words.</summary>
        public string? Effect { get; init; }

        /// <summary>The version of the decision the change was made on.</summary>
        public int? Version { get; init; }
    }

    public Task<Result<Decision>> AddAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            request.Version,
            row =>
            {
                var option = new DecisionOption { DecisionId = row.Id, Position = row.Options.Select(one => one.Position).DefaultIfEmpty(0).Max() + 1 };
                if (Fill(option, request) is { } error)
                    return error;
                row.Options.Add(option);
                return $"Added the option “{option.Title}”";
            },
            cancel
        );

    public Task<Result<Decision>> SetAsync(Actor actor, int number, Guid id, Request request, CancellationToken cancel) =>
        ChangeAsync(actor, number, request.Version, row => With(row, id, option => Fill(option, request) is { } error ? error : $"Changed the option “{option.Title}”"), cancel);

    public Task<Result<Decision>> RemoveAsync(Actor actor, int number, Guid id, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            null,
            row =>
                With(
                    row,
                    id,
                    option =>
                    {
                        row.Options.Remove(option);
                        return $"Removed the option “{option.Title}”";
                    }
                ),
            cancel
        );

    /// <summary>The choice, which counts only once the decision is made.</summary>
    public Task<Result<Decision>> ChooseAsync(Actor actor, int number, Guid id, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            number,
            null,
            row =>
                With(
                    row,
                    id,
                    chosen =>
                    {
                        foreach (var option in row.Options)
                            option.Chosen = option.Id == id;
                        return $"Would choose “{chosen.Title}”";
                    }
                ),
            cancel
        );

    private static Result<string> With(Decision row, Guid id, Func<DecisionOption, Result<string>> change) =>
        row.Options.Find(option => option.Id == id) is { } option ? change(option) : Error.NotFound("option");

    private Task<Result<Decision>> ChangeAsync(Actor actor, int number, int? version, Func<Decision, Result<string>> change, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(
            actor,
            Permission.EditThreads,
            number,
            version,
            (context, row, _) =>
            {
                if (row.MadeAt is not null)
                    return Task.FromResult<Result<(string, string)>>(SaveDecision.Frozen(row));
                var known = row.Options.Select(option => option.Id).ToHashSet();
                var done = change(row);
                if (done.Error is { } error)
                    return Task.FromResult<Result<(string, string)>>(error);
                // Its id is made here, so that the store would take it for one that is already there.
                context.DecisionOptions.AddRange(row.Options.Where(option => !known.Contains(option.Id)));
                return Task.FromResult<Result<(string, string)>>(("options", done.Value));
            },
            cancel
        );

    private static Error? Fill(DecisionOption option, Request request)
    {
        if (string.IsNullOrWhiteSpace(request.Title) || request.Title.Trim().Length > 300)
            return Error.Invalid("option-title", "An option needs 1 to 300 characters of text. Nothing was saved.");
        if (request.Points is { } points && !(Math.Abs(points) <= 100))
            return Error.Invalid("points-invalid", "Points of the north star lie between −100 and 100. Nothing was saved.");
        if (request.Effect?.Length > 2000)
            return Error.Invalid("text-too-long", "The effect has at most 2,000 characters. Nothing was saved.");
        (option.Title, option.NorthStarPoints) = (request.Title.Trim(), request.Points);
        option.Effect = string.IsNullOrWhiteSpace(request.Effect) ? null : request.Effect.Trim();
        return null;
    }
}

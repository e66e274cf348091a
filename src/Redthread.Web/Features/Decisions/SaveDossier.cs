using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>Writes the dossier of a planned decision, by hand or from a draft.</summary>
public sealed class SaveDossier(ThreadStore store, DraftDossier drafts)
{
    private const int Longest = 20_000;

    public sealed record Request
    {
        public string? Situation { get; init; }
        public string? Complication { get; init; }
        public string? Question { get; init; }
        public string? Answer { get; init; }

        /// <summary>The version of the decision it was written on.</summary>
        public int? Version { get; init; }
    }

    /// <param name="Replace">Whether the draft takes the place of what is written; else it fills only empty sections.</param>
    public sealed record DraftRequest(bool? Replace);

    public Task<Result<Decision>> HandleAsync(Actor actor, int number, Request request, CancellationToken cancel) =>
        WriteAsync(
            actor,
            number,
            request.Version,
            (_, _) => Task.FromResult(new DossierSections(Blank(request.Situation), Blank(request.Complication), Blank(request.Question), Blank(request.Answer))),
            cancel
        );

    public Task<Result<Decision>> DraftAsync(Actor actor, int number, DraftRequest request, CancellationToken cancel) =>
        WriteAsync(
            actor,
            number,
            null,
            async (row, stop) =>
            {
                var draft = await drafts.HandleAsync(row, stop);
                return request.Replace == true
                    ? draft
                    : new DossierSections(
                        row.Situation ?? draft.Situation,
                        row.Complication ?? draft.Complication,
                        row.DossierQuestion ?? draft.Question,
                        row.Answer ?? draft.Answer
                    );
            },
            cancel
        );

    private Task<Result<Decision>> WriteAsync(Actor actor, int number, int? version, Func<Decision, CancellationToken, Task<DossierSections>> write, CancellationToken cancel) =>
        store.ChangeAsync<Decision>(
            actor,
            Permission.EditThreads,
            number,
            version,
            async (_, row, stop) =>
            {
                if (row.MadeAt is not null)
                    return SaveDecision.Frozen(row);
                var sections = await write(row, stop);
                if (sections.All.Any(section => section.Text?.Length > Longest))
                    return Error.Invalid("dossier-too-long", $"A section has at most {Longest:N0} characters. Nothing was saved.");
                sections.WriteTo(row);
                return ("dossier", $"Wrote the dossier of {ThreadStore.Name(row)}");
            },
            cancel
        );

    public static string Markdown(Decision row, DossierSections sections)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {ThreadStore.Name(row)} {row.Title}\n\n");
        text.Append(
            row.MadeAt is { } made
                ? string.Create(CultureInfo.InvariantCulture, $"Made on {made:d MMMM yyyy} by {row.MadeBy}.\n")
                : string.Create(CultureInfo.InvariantCulture, $"Planned{(row.DueOn is { } due ? $", due {due:d MMMM yyyy}" : "")}.\n")
        );
        foreach (var (_, title, words) in sections.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
            var paragraphs = (words ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            text.Append(paragraphs.Length == 0 ? "(empty)\n" : string.Join("\n\n", paragraphs) + "\n");
        }

        return text.ToString();
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}

/// <summary>Takes customers' quotations out of decisions, made ones too, and leaves a mark that something was quoted there.</summary>
public sealed class EraseQuotes(ThreadStore store)
{
    /// <param name="SignalIds">The signals that must not be quoted any more.</param>
    public sealed record Request(long[]? SignalIds);

    /// <summary>The number of decisions that quoted one of them. O(decisions that quote anything).</summary>
    public async Task<Result<int>> HandleAsync(Actor actor, IReadOnlyCollection<long> signalIds, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.ErasePeople) is { } denied)
            return denied;
        if (signalIds.Count == 0)
            return 0;
        await using var context = await store.OpenAsync(cancel);
        var quoting = await QuotingAsync(context, cancel);
        var erasure = new Erasure(signalIds.ToHashSet(), DateOnly.FromDateTime(store.Now));
        var touched = quoting.Count(row => Erase(row, erasure, actor, context));
        return touched > 0 && await store.SaveAsync(context, cancel) is { } failed ? failed : touched;
    }

    /// <summary>How many decisions quote one of the signals. O(decisions that quote anything).</summary>
    public async Task<int> CountAsync(IReadOnlyCollection<long> signalIds, CancellationToken cancel)
    {
        await using var context = await store.OpenAsync(cancel);
        var marks = signalIds.Select(id => $"[signal {id}]").ToList();
        return (await QuotingAsync(context, cancel)).Count(row =>
            row.Options.Select(option => option.Effect)
                .Concat([row.Situation, row.Complication, row.DossierQuestion, row.Answer, row.Question, row.Detail, row.Choice, row.Expected, row.Actual])
                .Any(text => text is not null && marks.Exists(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)))
        );
    }

    private static Task<List<Decision>> QuotingAsync(Data.RedthreadContext context, CancellationToken cancel)
    {
        const string cite = "[signal ";
        return context
            .Decisions.Include(row => row.Options)
            .Where(row =>
                row.Situation!.Contains(cite)
                || row.Complication!.Contains(cite)
                || row.DossierQuestion!.Contains(cite)
                || row.Answer!.Contains(cite)
                || row.Question!.Contains(cite)
                || row.Detail!.Contains(cite)
                || row.Choice!.Contains(cite)
                || row.Expected!.Contains(cite)
                || row.Actual!.Contains(cite)
                || row.Options.Any(option => option.Effect!.Contains(cite))
            )
            .ToListAsync(cancel);
    }

    private sealed record Erasure(HashSet<long> Signals, DateOnly On);

    private bool Erase(Decision row, Erasure erasure, Actor actor, Data.RedthreadContext context)
    {
        var changed = false;
        string? Without(string? text)
        {
            if (DossierText.EraseQuotes(text, erasure.Signals, erasure.On) is not { } erased)
                return text;
            changed = true;
            return erased;
        }

        (row.Situation, row.Complication, row.DossierQuestion, row.Answer) = (Without(row.Situation), Without(row.Complication), Without(row.DossierQuestion), Without(row.Answer));
        (row.Question, row.Detail, row.Choice, row.Expected, row.Actual) = (
            Without(row.Question),
            Without(row.Detail),
            Without(row.Choice),
            Without(row.Expected),
            Without(row.Actual)
        );
        foreach (var option in row.Options)
            option.Effect = Without(option.Effect);
        if (!changed)
            return false;
        row.Version++;
        store.Record(context, actor, row, "quotation-removed", $"Removed a quotation from {ThreadStore.Name(row)} at the customer's request");
        return true;
    }
}

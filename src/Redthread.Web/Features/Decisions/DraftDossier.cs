using System.Globalization;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Signals;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Threads;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Decisions;

/// <summary>The four sections of a decision's brief.</summary>
public sealed record DossierSections(string? Situation, string? Complication, string? Question, string? Answer)
{
    public bool IsEmpty => All.All(section => string.IsNullOrWhiteSpace(section.Text));

    public void WriteTo(Decision row) => (row.Situation, row.Complication, row.DossierQuestion, row.Answer) = (Situation, Complication, Question, Answer);

    public static DossierSections Of(Decision row) => new(row.Situation, row.Complication, row.DossierQuestion, row.Answer);

    public IReadOnlyList<(string Name, string Title, string? Text)> All =>
        [("situation", "Situation", Situation), ("complication", "Complication", Complication), ("question", "Question", Question), ("answer", "Answer", Answer)];
}

/// <summary>Drafts a dossier from what is linked to the decision: every sentence cites the object that says it.</summary>
public sealed class DraftDossier(BoardQueries boards, LedgerSource ledgers, LandscapeSource landscapes, ISignalStore signals, TimeProvider time)
{
    // Enough to find one with words among the newest, without reading all of an insight's evidence.
    private const int SignalsTried = 200;
    private const int LongestQuotation = 220;

    private sealed record Complicating(Insight Insight, LinkKind Mark, string? Reason, EvidenceStrength Strength, List<Pressure> Pressures, List<long> Newest);

    private sealed record Facts(List<Guid> Stages, List<Complicating> Insights, List<Opportunity> Opportunities);

    public async Task<DossierSections> HandleAsync(Decision row, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var landscape = await landscapes.ReadAsync(cancel);
        var facts = await ledgers.ReadAsync(ledger => Gather(ledger, row, now), cancel);
        var board = await boards.ReadAsync(new BoardRequest(), cancel);
        var cite = $"[{ThreadStore.Name(row)}]";
        return new DossierSections(
            Situation(board, facts, cite),
            await ComplicationAsync(facts, row, cite, cancel),
            Cited(row.Question ?? row.Title, cite),
            Answer(landscape, row, cite)
        );
    }

    private static Facts Gather(Ledger ledger, Decision row, DateTime now) =>
        new(
            [.. ledger.StagesOf(row.Id)],
            [
                .. DecisionGate
                    .Insights(ledger, row, now)
                    .Where(one => one.Mark is not null)
                    .Select(one => new Complicating(
                        one.Insight,
                        one.Mark!.Value,
                        one.Reason,
                        one.Strength,
                        [.. ledger.Up<Pressure>(one.Insight.Id, LinkKind.KeepsAlive).Where(pressure => pressure.ResolvedAt is null)],
                        [
                            .. ledger
                                .EvidenceOf(one.Insight.Id)
                                .Where(evidence => evidence.Stance == Stance.For)
                                .OrderByDescending(evidence => evidence.OccurredAt)
                                .Take(SignalsTried)
                                .Select(evidence => evidence.SignalId),
                        ]
                    )),
            ],
            [.. ledger.Up<Opportunity>(row.Id, LinkKind.DecidedIn)]
        );

    private static string Situation(Board board, Facts facts, string cite)
    {
        var lines = new List<string>();
        foreach (var stage in facts.Stages.Select(board.Find).OfType<BoardStage>())
        {
            var place = $"[stage {stage.Path}]";
            lines.Add(
                stage.HasScore
                    ? $"{stage.Stage.Name} scores {Numbers.Score(stage.Score.Value)} (95 % {Numbers.Interval(stage.Score.Interval.Low, stage.Score.Interval.High)}) in {Labels.Period(board.Period)}, from {Numbers.Count(stage.N)} signals; the target is {Numbers.Score(stage.Standards.Target)}. {place}"
                    : $"Of {stage.Stage.Name}, too little is known in {Labels.Period(board.Period)} for a score. {place}"
            );
            if (stage.Traffic is { } traffic)
                lines.Add($"{Numbers.Count(traffic)} customers passed it in that time. {place}");
        }

        if (board.Journeys.FirstOrDefault(journey => journey.Journey.Id == board.Framework?.NorthStarJourneyId) is { } star && star.Score.AsScore().HasValue)
            lines.Add(
                $"The north star, {star.Journey.Name}, stands at {Numbers.Score(star.Score.Value)} (95 % {Numbers.Interval(star.Score.Interval.Low, star.Score.Interval.High)}) in {Labels.Period(board.Period)}. {cite}"
            );
        return Lines(lines);
    }

    private async Task<string> ComplicationAsync(Facts facts, Decision row, string cite, CancellationToken cancel)
    {
        var lines = new List<string>();
        lines.AddRange(facts.Opportunities.Select(one => $"It is about the opportunity: {Sentence(one.Title)} [{ThreadStore.Name(one)}]"));
        foreach (var one in facts.Insights.OrderBy(one => one.Mark))
        {
            var name = $"[{ThreadStore.Name(one.Insight)}]";
            var lead = one.Mark switch
            {
                LinkKind.UsedAgainst => "Against it speaks: ",
                LinkKind.SetAside => "Set aside: ",
                _ => "",
            };
            var counts =
                $"{ThreadBeads.Count(one.Strength.Signals, "signal")} for and {one.Strength.Against} against, from {ThreadBeads.Count(one.Strength.Customers, "customer")}";
            var because = one.Mark == LinkKind.SetAside ? $", because {one.Reason?.Trim().TrimEnd('.')}" : "";
            lines.Add(
                $"{lead}{one.Insight.Title.Trim().TrimEnd('.')} (confidence {one.Strength.Percent.ToString("0", CultureInfo.InvariantCulture)} %: {counts}){because}. {name}"
            );
            if (one.Mark != LinkKind.SetAside && await QuotationAsync(one.Newest, cancel) is { } quotation)
                lines.Add($"In a customer's words: {quotation}");
            lines.AddRange(
                one.Pressures.Select(pressure =>
                    $"It is kept alive by a pressure of {pressure.Type.ToString().ToLowerInvariant()}: {Sentence(pressure.Title)} [{ThreadStore.Name(pressure)}]"
                )
            );
        }

        if (row.NothingAgainstBy is { } who)
            lines.Add($"{who} looked for evidence against and found none. {cite}");
        return Lines(lines);
    }

    private async Task<string?> QuotationAsync(List<long> newest, CancellationToken cancel)
    {
        if (newest.Count == 0)
            return null;
        var query = new SignalQuery
        {
            SignalIds = newest,
            VerbatimOnly = true,
            Limit = 1,
        };
        if (await signals.ReadSignalsAsync(query, cancel) is not [{ Verbatim: { } verbatim, Id: var id }])
            return null;
        var words = string.Join(' ', verbatim.Replace('“', '‘').Replace('”', '’').Replace('"', '’').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"“{(words.Length > LongestQuotation ? words[..LongestQuotation].TrimEnd() + "…" : words)}” [signal {id}]";
    }

    private static string Answer(Landscape landscape, Decision row, string cite)
    {
        var lines = new List<string>();
        foreach (var option in row.Options.OrderBy(option => option.Position))
        {
            var points = option.NorthStarPoints is { } value ? $", {ReviewMovement.Signed(value)} points of the north star" : "";
            lines.Add($"Option: {option.Title.Trim().TrimEnd('.')}{points}{(option.Effect is null ? "" : $": {option.Effect.Trim().TrimEnd('.')}")}. {cite}");
        }

        if (row.Options.Find(option => option.Chosen) is { } chosen)
            lines.Add($"{(row.MadeAt is null ? "To be chosen" : "Chosen")}: {Sentence(chosen.Title)} {cite}");
        else if (row.Choice is { } choice)
            lines.Add(Cited($"Chosen: {choice}", cite));
        if (row.Expected is { } expected)
            lines.Add(Cited($"Expected: {expected}", cite));
        var stage = landscape.Journeys.SelectMany(journey => journey.Stages.Select(one => (journey, one))).FirstOrDefault(pair => pair.one.Id == row.ExpectedStageId);
        if (stage.one is not null && row.ExpectedPoints is { } by)
            lines.Add($"{stage.one.Name} should move by {ReviewMovement.Signed(by)} points. [stage {stage.journey.Key}/{stage.one.Key}]");
        if (row.ReviewOn is { } day)
            lines.Add($"It will be reviewed on {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}. {cite}");
        return Lines(lines);
    }

    /// <summary>The text with the citation behind each sentence that has none.</summary>
    private static string Cited(string text, string cite) =>
        string.Join(' ', DossierText.Read(text).Select(sentence => sentence.Cited ? sentence.Text : $"{Sentence(sentence.Text)} {cite}"));

    private static string Sentence(string text) => text.TrimEnd() is var whole && whole.Length > 0 && whole[^1] is '.' or '!' or '?' or '…' ? text.TrimEnd() : $"{text.TrimEnd()}.";

    private static string Lines(List<string> lines) => string.Join('\n', lines);
}

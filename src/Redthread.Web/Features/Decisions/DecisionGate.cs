using Redthread.Domain.Decisions;
using Redthread.Domain.Insights;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Decisions;

/// <summary>An insight as a decision lists it.</summary>
/// <param name="Insight">As it is now.</param>
/// <param name="Mark">Used for, used against or set aside; null while nobody has looked at it.</param>
/// <param name="OnStages">Whether it is on a stage of the decision; a used one may come from elsewhere.</param>
public sealed record WeighedInsight(Insight Insight, EvidenceStrength Strength, LinkKind? Mark, string? Reason, bool OnStages)
{
    /// <summary>As the decision weighed it; null while it is planned.</summary>
    public WeighedEvidence? Kept { get; init; }

    /// <summary>What became of it since the decision was made; null where nothing did.</summary>
    public string? Since { get; init; }

    public string Name => Kept is null ? ThreadStore.Name(Insight) : ThreadName.Of(ThreadKind.Insight, Kept.Number);
    public string Title => Kept?.Title ?? Insight.Title;
    public InsightType Type => Kept?.Type ?? Insight.Type;
}

/// <param name="Code">For programs.</param>
/// <param name="Text">What to do, in a sentence.</param>
public sealed record MissingPiece(string Code, string Text);

/// <summary>What must be there before a decision can be made.</summary>
public static class DecisionGate
{
    /// <summary>
    /// All approved insights on the decision's stages, and those used from elsewhere: strongest first. Once the decision is made, only
    /// those it weighed, with the evidence there was on that day. O(insights on its stages).
    /// </summary>
    public static List<WeighedInsight> Insights(Ledger ledger, Decision decision, DateTime now)
    {
        var asOf = decision.MadeAt ?? now;
        var marks = new Dictionary<Guid, Link>();
        foreach (var link in ledger.LinksTo(decision.Id).Where(link => IsMark(link.Kind)))
        {
            if (ledger.Survivor(link.FromId) is { } insight)
                marks[insight.Id] = link;
        }

        var listed = decision.MadeAt is null
            ? ledger.StagesOf(decision.Id).SelectMany(stage => ledger.At<Insight>(stage, LinkKind.OnStage)).Where(row => row.ApprovedAt is not null)
            : [];
        var onStages = listed.Select(row => row.Id).ToHashSet();
        return
        [
            .. onStages
                .Union(marks.Keys)
                .Select(id => ledger.Find(id))
                .OfType<Insight>()
                .Select(insight => new WeighedInsight(
                    insight,
                    EvidenceStrength.Of(ledger, insight.Id, asOf),
                    marks.GetValueOrDefault(insight.Id)?.Kind,
                    marks.GetValueOrDefault(insight.Id)?.Reason,
                    onStages.Contains(insight.Id)
                ))
                .OrderByDescending(row => row.Strength.Percent)
                .ThenBy(row => row.Insight.Number),
        ];
    }

    /// <summary>What the decision weighs, to be kept as it is.</summary>
    public static IEnumerable<WeighedEvidence> Freeze(Decision decision, IEnumerable<WeighedInsight> insights) =>
        insights
            .Where(row => row.Mark is not null)
            .Select(row => new WeighedEvidence
            {
                DecisionId = decision.Id,
                InsightId = row.Insight.Id,
                Number = row.Insight.Number,
                Title = row.Insight.Title,
                Type = row.Insight.Type,
                Mark = row.Mark!.Value,
                Reason = row.Reason,
                Percent = row.Strength.Percent,
                For = row.Strength.Signals,
                Against = row.Strength.Against,
                Customers = row.Strength.Customers,
            });

    /// <summary>What a made decision weighed, as it was then, with what became of it since. O(evidence of its insights).</summary>
    public static List<WeighedInsight> Kept(Ledger ledger, IReadOnlyList<WeighedEvidence> kept, DateTime now) =>
        [
            .. kept.Where(row => ledger.Find(row.InsightId) is Insight)
                .Select(row =>
                {
                    var insight = (Insight)ledger.Find(row.InsightId)!;
                    return new WeighedInsight(insight, new EvidenceStrength(row.Percent, row.For, row.Against, row.Customers), row.Mark, row.Reason, true)
                    {
                        Kept = row,
                        Since = Since(ledger, row, insight, now),
                    };
                })
                .OrderByDescending(row => row.Strength.Percent)
                .ThenBy(row => row.Kept!.Number),
        ];

    private static string? Since(Ledger ledger, WeighedEvidence kept, Insight insight, DateTime now)
    {
        var today = EvidenceStrength.Of(ledger, insight.Id, now);
        var parts = new List<string>();
        if (insight.MergedIntoId is not null && ledger.Survivor(insight.Id) is { } survivor)
            parts.Add($"merged into {ThreadStore.Name(survivor)}");
        if (insight.ArchivedAt is not null)
            parts.Add("archived");
        if (insight.Type != kept.Type)
            parts.Add($"now called {InsightText.Of(insight.Type).ToLowerInvariant()}");
        if (insight.Title != kept.Title)
            parts.Add($"now worded “{insight.Title}”");
        if (Math.Round(today.Percent) != Math.Round(kept.Percent) || today.Signals != kept.For || today.Against != kept.Against)
            parts.Add($"now {today.Percent:0} %, {today.Signals} for and {today.Against} against");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    public static bool IsMark(LinkKind kind) => kind is LinkKind.UsedFor or LinkKind.UsedAgainst or LinkKind.SetAside;

    /// <summary>Everything that is missing, in the order in which it is best seen to; empty when it can be made.</summary>
    public static List<MissingPiece> Missing(Decision decision, IReadOnlyList<WeighedInsight> insights, string? choice)
    {
        var missing = new List<MissingPiece>();
        if (string.IsNullOrWhiteSpace(decision.Question))
            missing.Add(new MissingPiece("question-missing", "Write the question it answers."));
        foreach (var row in insights.Where(row => row.Strength.IsStrong && row.Mark is null && Ledger.IsLive(row.Insight)))
            missing.Add(
                new MissingPiece("strong-insight-unheard", $"Use {row.Name} “{row.Insight.Title}” or set it aside with a reason; its confidence is {row.Strength.Percent:0} %.")
            );
        foreach (var row in insights.Where(row => row.Mark == LinkKind.SetAside && string.IsNullOrWhiteSpace(row.Reason)))
            missing.Add(new MissingPiece("reason-missing", $"Say why {row.Name} is set aside."));
        if (decision.NothingAgainstBy is null && insights.All(row => row.Mark != LinkKind.UsedAgainst))
            missing.Add(new MissingPiece("nothing-against", "Name an insight that speaks against it, or confirm that you looked and found none."));
        if (decision.Options.Count > 0 && decision.Options.TrueForAll(option => !option.Chosen))
            missing.Add(new MissingPiece("option-not-chosen", "Choose one of the options."));
        if (decision.Options.Count == 0 && string.IsNullOrWhiteSpace(choice ?? decision.Choice))
            missing.Add(new MissingPiece("choice-missing", "Say what is chosen, or give the options and choose one."));
        if (decision.ReviewOn is null)
            missing.Add(new MissingPiece("review-date-missing", "Set the day on which it will be reviewed."));
        return missing;
    }
}

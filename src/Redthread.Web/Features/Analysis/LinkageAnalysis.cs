using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Statistics;
using Redthread.Web.Features.Landscapes;

namespace Redthread.Web.Features.Analysis;

/// <param name="Path">journey/stage.</param>
/// <param name="Earlier">The same at a landmark one window earlier; null where there was not enough.</param>
public sealed record StageLink(string Path, string Stage, string Journey, LinkageResult Result, LinkageResult? Earlier);

/// <param name="Heard">Members who were heard in some stage before the landmark.</param>
/// <param name="Scores">Scores, one a customer and stage, that it rests on.</param>
/// <param name="HeardTest">Whether those heard leave at another rate than those not heard.</param>
public sealed record LinkageAnswer(
    LinkageOutcome Outcome,
    DateOnly? Landmark,
    DateOnly? EarlierLandmark,
    int Window,
    int Lookback,
    int Members,
    int Left,
    int Heard,
    int Scores,
    LogRank? HeardTest,
    IReadOnlyList<StageLink> Stages
)
{
    public IEnumerable<StageLink> In(LinkageState state) => Stages.Where(stage => stage.Result.State == state);
}

/// <summary>Every stage's scores up to the landmark beside what customers do after it: O(units of the time looked back + stages × customers · log customers).</summary>
public sealed class LinkageAnalysis(IDbContextFactory<RedthreadContext> contexts, ISignalStore signals, LandscapeSource landscapes)
{
    public async Task<LinkageAnswer> ComputeAsync(AnalysisRequest request, LinkageOutcome outcome, CancellationToken cancel)
    {
        var known = await KnownCustomers.ReadAsync(contexts, cancel);
        var landmark = request.Landmark ?? known.LatestOn?.AddDays(-request.Window);
        if (landmark is not { } day)
            return new LinkageAnswer(outcome, null, null, request.Window, request.Lookback, 0, 0, 0, 0, null, []);
        var landscape = await landscapes.ReadAsync(cancel);
        var stages = landscape.LiveStages.ToList();
        var now = await AtAsync(known, day, request, outcome, stages.ConvertAll(row => row.Stage.Id), cancel);
        var before = await AtAsync(known, day.AddDays(-request.Window), request, outcome, stages.ConvertAll(row => row.Stage.Id), cancel);
        var links = stages.Select(
            (row, at) =>
                new StageLink(
                    $"{row.Journey.Key}/{row.Stage.Key}",
                    row.Stage.Name,
                    row.Journey.Name,
                    now.Results[at],
                    before.Results[at].State == LinkageState.NotEnoughData ? null : before.Results[at]
                )
        );
        return new LinkageAnswer(
            outcome,
            day,
            day.AddDays(-request.Window),
            request.Window,
            request.Lookback,
            now.Cohort.Members.Count,
            now.Cohort.Left,
            now.Heard,
            now.Scores,
            now.HeardTest,
            [.. links]
        );
    }

    private sealed record AtLandmark(Cohort Cohort, int Heard, int Scores, LogRank HeardTest, IReadOnlyList<LinkageResult> Results);

    private async Task<AtLandmark> AtAsync(
        KnownCustomers known,
        DateOnly landmark,
        AnalysisRequest request,
        LinkageOutcome outcome,
        IReadOnlyList<Guid> stages,
        CancellationToken cancel
    )
    {
        var cohort = Cohort.Of(known, landmark, request.Window);
        var at = landmark.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var voices = await signals.ReadCustomerVoicesAsync(new CustomerVoiceQuery(at.AddDays(-request.Lookback), at, stages), cancel);
        var members = new Dictionary<long, CohortMember>();
        foreach (var member in cohort.Members.Where(member => outcome == LinkageOutcome.Leaving || member.Followed))
        {
            if (voices.Numbers.TryGetValue(member.Customer.Key, out var number))
                members[number] = member;
        }

        var byStage = voices.Scores.Where(score => members.ContainsKey(score.Customer)).ToLookup(score => score.StageId);
        var rows = stages.Select(stage => Rows(known, cohort, members, [.. byStage[stage]], outcome)).ToList();
        var heard = voices.Scores.Select(score => score.Customer).ToHashSet();
        var spans = cohort.Members.Select(member =>
            (
                voices.Numbers.TryGetValue(member.Customer.Key, out var number) && heard.Contains(number) ? "heard" : "not heard",
                new FollowUp(member.Days, member.Left ? 1 : FollowUp.Censored)
            )
        );
        return new AtLandmark(cohort, heard.Count(members.ContainsKey), rows.Sum(row => row.Scores.Length), LogRank.Of(spans), StageLinkage.Of(outcome, rows));
    }

    private static LinkageRows Rows(KnownCustomers known, Cohort cohort, Dictionary<long, CohortMember> members, CustomerStageScore[] scores, LinkageOutcome outcome)
    {
        var of = Array.ConvertAll(scores, score => members[score.Customer]);
        var segments = of.Select(member => member.Customer.Segment).Distinct().OrderBy(id => id).ToList();
        return new LinkageRows(
            "",
            Array.ConvertAll(scores, score => score.Score),
            Array.ConvertAll(of, member => outcome == LinkageOutcome.Spending ? known.Spent(member.Customer.Key, cohort.Landmark, cohort.End) : member.Days),
            Array.ConvertAll(of, member => outcome != LinkageOutcome.Spending && member.Left),
            Array.ConvertAll(of, member => segments.IndexOf(member.Customer.Segment)),
            [new Covariate("tenure", Array.ConvertAll(of, member => Math.Log(1 + member.Tenure)))]
        );
    }
}

using Redthread.Domain;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Segments;

public sealed record NeedView(Need Need, IReadOnlyList<NeedInsight> Insights, IReadOnlyList<Opportunity> Opportunities, ThreadView Thread);

public sealed record NeedInsight(Insight Insight, double Confidence, InsightState State);

/// <summary>A need's own page: what is known about it, and what is meant to be done.</summary>
public static class NeedPages
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/needs/{key}", PageAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();

    private static async Task<IResult> PageAsync(
        HttpContext http,
        string key,
        LandscapeSource landscapes,
        LedgerSource ledgers,
        InsightIndex index,
        KeyResultValues values,
        CancellationToken cancel
    )
    {
        if ((await landscapes.ReadAsync(cancel)).Needs.FirstOrDefault(row => row.Key == key) is not { } need)
            return http.ErrorPage(Error.NotFound("need"));
        var moved = await values.MovedAsync(cancel);
        var view = await ledgers.ReadAsync(
            ledger => new NeedView(
                need,
                [
                    .. ledger
                        .At<Insight>(need.Id, LinkKind.OfNeed)
                        .Select(row => new NeedInsight(row, index.Of(ledger, row.Id).Confidence.Percent, index.StateOf(ledger, row)))
                        .OrderByDescending(row => row.Confidence),
                ],
                [.. ledger.At<Opportunity>(need.Id, LinkKind.OfNeed)],
                ThreadWalk.OfInsights(ledger, ledger.At<Insight>(need.Id, LinkKind.OfNeed), moved)
            ),
            cancel
        );
        return Pages.Page<NeedPage>(
            new
            {
                Frame = http.Frame(need.Name, "segments"),
                Model = view,
                MayEdit = http.Actor().Can(Permission.EditThreads),
            }
        );
    }
}

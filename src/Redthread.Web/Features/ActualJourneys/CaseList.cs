using Redthread.Statistics;

namespace Redthread.Web.Features.ActualJourneys;

/// <param name="Case">Its number among the cases shown.</param>
/// <param name="Customer">A number, for the key in the file is nobody's business here; null where customers are not known.</param>
public sealed record CaseLine(int Case, string Name, int? Customer, int Events, DateTime First, TimeSpan Took, string Path);

/// <param name="At">By the clock of the log.</param>
public sealed record CaseEvent(string Activity, DateTime At, double? TookSeconds, string? Channel, string? Resource, double? WaitSeconds);

/// <summary>The cases behind a node or an edge.</summary>
public sealed class CaseList
{
    public const int PageSize = 50;
    private const int PathLength = 14;

    private readonly LogView view;
    private readonly List<int> cases;

    private CaseList(LogView view, List<int> cases, string title) => (this.view, this.cases, Title) = (view, cases, title);

    public string Title { get; }
    public int Count => cases.Count;

    public IReadOnlyList<CaseLine> Page(int page) => [.. cases.Skip((page - 1) * PageSize).Take(PageSize).Select(one => Line(view.Log, view.Clock, one))];

    public static CaseList Of(LogView view, IQueryCollection query)
    {
        var log = view.Log;
        string? Asked(string name) => string.IsNullOrEmpty(query[name]) ? null : query[name].ToString();
        return (Asked("activity"), Asked("after"), Asked("before"), Asked("first"), Asked("last"), Asked("variant")) switch
        {
            (_, { } after, { } before, _, _, _) => new(
                view,
                [.. view.Graph.CasesPassing(log.Find(after), log.Find(before))],
                $"Cases in which “{before}” comes directly after “{after}”"
            ),
            ({ } activity, _, _, _, _, _) => new(view, [.. view.Graph.CasesWith(log.Find(activity))], $"Cases with “{activity}”"),
            (_, _, _, { } first, _, _) => new(view, Where(log, one => log.ActivitiesOf(one)[0] == log.Find(first)), $"Cases that begin with “{first}”"),
            (_, _, _, _, { } last, _) when Asked("stopped") is not null => Reaching(view, log.Find(last), StepOutcome.Ended, $"Cases that ended with “{last}”"),
            _ when Asked("young") is { } young => Reaching(view, log.Find(young), StepOutcome.TooYoung, $"Cases that reached “{young}” too lately to say whether they go on"),
            (_, _, _, _, { } last, _) => new(view, Where(log, one => log.ActivitiesOf(one)[^1] == log.Find(last)), $"Cases that end with “{last}”"),
            (_, _, _, _, _, { } variant) when int.TryParse(variant, out var rank) && rank >= 1 && rank <= view.Variants.Count => new(
                view,
                [.. view.Variants.CasesOf(view.Variants.Top(rank)[rank - 1])],
                $"Cases of variant {rank}"
            ),
            _ => new(view, [.. Enumerable.Range(0, log.CaseCount)], "All cases"),
        };
    }

    /// <summary>The events of a case, in order; none where there is no such case.</summary>
    public static (CaseLine? Line, IReadOnlyList<CaseEvent> Events) One(EventLog log, LogClock clock, string name)
    {
        var one = Enumerable.Range(0, log.CaseCount).FirstOrDefault(at => log.Cases[at] == name, -1);
        if (one < 0)
            return (null, []);
        var events = new List<CaseEvent>();
        for (var at = log.CaseStarts[one]; at < log.CaseStarts[one + 1]; at++)
        {
            var wait = at == log.CaseStarts[one] ? (double?)null : Math.Max(0, log.Ticks[at] - log.EndOf(at - 1)) / (double)TimeSpan.TicksPerSecond;
            events.Add(
                new(
                    log.Activities[log.ActivityOf[at]],
                    clock.At(log.Ticks[at]),
                    log.HasEnd(at) ? (double)(log.EndOf(at) - log.Ticks[at]) / TimeSpan.TicksPerSecond : null,
                    Text(log.Channel, at),
                    Text(log.Resource, at),
                    wait
                )
            );
        }

        return (Line(log, clock, one), events);
    }

    private static CaseList Reaching(LogView view, int activity, StepOutcome outcome, string title) =>
        new(view, Where(view.Log, one => DropOff.Of(view.Log, one, activity, view.Quiet) == outcome), activity < 0 ? "No such activity" : title);

    private static List<int> Where(EventLog log, Func<int, bool> keep) => [.. Enumerable.Range(0, log.CaseCount).Where(keep)];

    private static CaseLine Line(EventLog log, LogClock clock, int one)
    {
        var path = new List<string>();
        foreach (var activity in log.ActivitiesOf(one))
            path.Add(log.Activities[activity]);
        var shown = string.Join(" → ", path.Take(PathLength)) + (path.Count > PathLength ? $" → … {path.Count - PathLength} more" : "");
        var customer = log.Customer is { } customers && customers.Ids[one] >= 0 ? customers.Ids[one] + 1 : (int?)null;
        return new(one, log.Cases[one], customer, path.Count, clock.At(log.FirstOf(one)), new TimeSpan(log.EndOf(log.CaseStarts[one + 1] - 1) - log.FirstOf(one)), shown);
    }

    private static string? Text(EventColumn? column, int at) => column is null || column.Ids[at] < 0 ? null : column.Names[column.Ids[at]];
}

using Redthread.Domain;
using Redthread.Domain.Claims;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Shell;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Claims;

internal static class ClaimApi
{
    /// <param name="Verdict">kept, at-risk, broken or unmeasured.</param>
    /// <param name="Bound">The test: stage:join/order, journey:join, outcome:churn; empty is none.</param>
    /// <param name="AtLeast">Whether the promise is a floor; else it is a ceiling.</param>
    /// <param name="Low">Lower end of the 95 % interval, of scores only.</param>
    /// <param name="History">Oldest first; periods in which nothing was measured are left out.</param>
    public sealed record ClaimResource(
        string Name,
        int Number,
        string Text,
        string SaidIn,
        DateOnly SaidOn,
        string Bound,
        double? Promise,
        bool AtLeast,
        string? Segment,
        string? Team,
        string Verdict,
        double? Value,
        double? Low,
        double? High,
        string Says,
        DateTime? WithdrawnAt,
        int Version,
        IReadOnlyList<VerdictResource> History
    );

    public sealed record VerdictResource(string Period, double Value, double? Low, double? High, string Verdict);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("", ListAsync)
            .Needs(Permission.ViewThreads)
            .WithSummary("Claims with their verdicts, the broken first; with format=csv a table.")
            .Produces<List<ClaimResource>>();
        api.MapGet("/{number:int}", OneAsync).Needs(Permission.ViewThreads).WithSummary("One claim with its verdict by period.").Produces<ClaimResource>();
        api.MapPost(
                "",
                async (HttpContext http, SaveClaim.Request body, SaveClaim save, ClaimQueries claims, CancellationToken cancel) =>
                    await AfterAsync(await save.CreateAsync(http.Actor(), body, cancel), claims, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Record a claim, with or without the test that would show it true.")
            .Produces<ClaimResource>();
        api.MapPut(
                "/{number:int}",
                async (HttpContext http, int number, SaveClaim.Request body, SaveClaim save, ClaimQueries claims, CancellationToken cancel) =>
                    await AfterAsync(await save.ChangeAsync(http.Actor(), number, body, cancel), claims, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Change a claim.")
            .Produces<ClaimResource>();
        api.MapPut(
                "/{number:int}/withdrawal",
                async (HttpContext http, int number, SaveClaim save, ClaimQueries claims, CancellationToken cancel) =>
                    await AfterAsync(await save.SetWithdrawnAsync(http.Actor(), number, true, cancel), claims, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Withdraw a claim that is no longer said.")
            .Produces<ClaimResource>();
        api.MapDelete(
                "/{number:int}/withdrawal",
                async (HttpContext http, int number, SaveClaim save, ClaimQueries claims, CancellationToken cancel) =>
                    await AfterAsync(await save.SetWithdrawnAsync(http.Actor(), number, false, cancel), claims, cancel)
            )
            .Needs(Permission.EditThreads)
            .WithSummary("Say a withdrawn claim again.")
            .Produces<ClaimResource>();
    }

    private static async Task<IResult> ListAsync(ClaimQueries claims, string? format, CancellationToken cancel)
    {
        var lines = await claims.ReadAsync(cancel);
        return CsvAnswer.IsAsked(format)
            ? CsvAnswer.Of(
                "claims.csv",
                ["claim", "text", "saidIn", "saidOn", "bound", "promise", "segment", "team", "verdict", "value", "low", "high", "withdrawnAt"],
                lines.Select(line => (IReadOnlyList<object?>)Cells(Of(line)))
            )
            : TypedResults.Ok(lines.ConvertAll(Of));
    }

    private static object?[] Cells(ClaimResource row) =>
        [row.Name, row.Text, row.SaidIn, row.SaidOn, row.Bound, row.Promise, row.Segment, row.Team, row.Verdict, row.Value, row.Low, row.High, row.WithdrawnAt];

    private static async Task<IResult> OneAsync(int number, ClaimQueries claims, CancellationToken cancel) =>
        (await claims.FindAsync(number, cancel)).ToApi(line => TypedResults.Ok(Of(line)));

    private static async Task<IResult> AfterAsync(Result<Claim> changed, ClaimQueries claims, CancellationToken cancel) =>
        changed.Error is { } error ? error.ToProblem() : await OneAsync(changed.Value.Number, claims, cancel);

    private static ClaimResource Of(ClaimLine line) =>
        new(
            line.Name,
            line.Row.Number,
            line.Row.Text,
            line.Row.SaidIn,
            line.Row.SaidOn,
            line.Bound,
            line.Row.Promise,
            line.AtLeast,
            line.Segment,
            line.Team,
            ClaimText.Key(line.Now.Verdict.Verdict),
            Numbers.Known(line.Now.Value),
            Numbers.Known(line.Now.Interval.Low),
            Numbers.Known(line.Now.Interval.High),
            line.Says,
            line.Row.WithdrawnAt,
            line.Row.Version,
            [
                .. line
                    .History.Where(point => !double.IsNaN(point.Value))
                    .Select(point => new VerdictResource(
                        point.Label,
                        point.Value,
                        Numbers.Known(point.Interval.Low),
                        Numbers.Known(point.Interval.High),
                        ClaimText.Key(point.Verdict.Verdict)
                    )),
            ]
        );
}

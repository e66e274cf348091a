using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Activity = Redthread.Domain.Activities.Activity;

namespace Redthread.Benchmarks;

/// <summary>Every page of threads over a large ledger, as a signed-in person gets it: nothing of a page is kept, because each request has its own address.</summary>
internal static class ThreadsBenchmark
{
    private static readonly string[] Pages =
    [
        "/voice?cycle=year",
        "/threads/I-77",
        "/insights?",
        "/insights/77?",
        "/pressures?",
        "/pressures/map?",
        "/opportunities?",
        "/opportunities?by=rice",
        "/opportunities/77?",
        "/opportunities/loudness?",
        "/solutions?",
        "/solutions/roadmap?",
        "/solutions/77?",
        "/decisions?",
        "/decisions/77?",
        "/decisions/77/dossier?",
        "/goals?",
        "/alignment?",
        "/leader?",
        "/outcomes?",
        "/notifications?",
        "/?view=table",
    ];

    public static async Task RunAsync(Bench bench)
    {
        var data = bench.Folder("threads");
        var loaded = (await RedthreadProgram.RunAsync("sample", "--json", "--data", data)).Json;
        var sizes = new Sizes(bench.Size(100_000), bench.Size(20_000), bench.Size(10_000), bench.Size(500_000));
        await FillAsync(data, sizes);
        await using var served = await Served.StartAsync(data);
        await served.SignInAsync((loaded.GetProperty("email").GetString()!, loaded.GetProperty("password").GetString()!));
        var first = Stopwatch.GetTimestamp();
        (await served.Browser.GetAsync("/threads/I-1")).EnsureSuccessStatusCode();
        bench.Row(
            $"ledger of {sizes.Insights:N0} insights, {sizes.Opportunities:N0} opportunities, {sizes.Decisions:N0} decisions, {sizes.Links:N0} links, read for the first page",
            $"{Stopwatch.GetElapsedTime(first).TotalSeconds:0.0} s",
            "none",
            $""
        );
        foreach (var page in Pages)
        {
            var times = new List<double>();
            for (var at = 0; at < (bench.Quick ? 20 : 60); at++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await served.Browser.GetAsync($"{page}{(page.Contains('?') ? "&" : "?")}n={at}");
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            bench.Row($"page {page.TrimEnd('?')}", $"p95 {times[(int)(times.Count * 0.95)]:0} ms, median {Bench.Median(times):0} ms", "p95 ≤ 200 ms", $"");
        }

        var used = RedthreadProgram.Used(served.ProcessId)!.Value;
        bench.Row("the process meanwhile", $"{used.Peak:0} MB at most", "none", $"");
    }

    private sealed record Sizes(int Insights, int Opportunities, int Decisions, int Links);

    private static async Task FillAsync(string data, Sizes sizes)
    {
        var store = Store.Of(data, null);
        var options = new DbContextOptionsBuilder<RedthreadContext>();
        store.Configure(options);
        await using var context = new RedthreadContext(options.Options);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        var (random, now) = (new Random(5), TimeProvider.System.GetUtcNow().UtcDateTime);
        var stages = await context.Stages.Select(row => row.Id).ToListAsync();
        var teams = await context.Teams.Select(row => row.Id).ToListAsync();
        var source = await context.Sources.Select(row => row.Id).FirstAsync();
        var insights = Make(
            sizes.Insights,
            1000,
            at => new Insight { Type = (InsightType)(at % 3), ApprovedAt = at % 7 == 0 ? null : now.AddDays(-random.Next(500)) },
            random,
            teams,
            now
        );
        var opportunities = Make(sizes.Opportunities, 1000, _ => new Opportunity { Effort = 1 + random.Next(20), ValueAtRisk = random.Next(1_000_000) }, random, teams, now);
        var decisions = Make(sizes.Decisions, 1000, at => new Decision { MadeAt = at % 4 == 0 ? null : now.AddDays(-random.Next(400)) }, random, teams, now);
        var solutions = Make(
            sizes.Decisions,
            1000,
            at => new Solution
            {
                State = (SolutionState)(at % 5),
                Horizon = (Horizon)(at % 3),
                Position = at,
            },
            random,
            teams,
            now
        );
        var objective = Make(50, 1000, _ => new Objective { Cycle = new DateOnly(now.Year, 10, 1) }, random, teams, now);
        var results = Make(
            200,
            1000,
            at => new KeyResult
            {
                ObjectiveId = objective[at % 50].Id,
                Source = KeyResultSource.Manual,
                Start = 0,
                Target = 10,
                Manual = at % 10,
            },
            random,
            teams,
            now
        );
        foreach (var chunk in insights.Concat<ThreadObject>(opportunities).Concat(decisions).Concat(solutions).Concat(objective).Concat(results).Chunk(20_000))
        {
            context.AddRange(chunk);
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();
        }

        await LinkAsync(store, sizes, random, (insights, opportunities, decisions, solutions, results, stages), source, now);
        context.Activities.Add(Activity.Of(Actor.Operator, now, LedgerSource.Loaded, null, "Loaded a large ledger"));
        await context.SaveChangesAsync();
    }

    private static List<T> Make<T>(int count, int from, Func<int, T> make, Random random, List<Guid> teams, DateTime now)
        where T : ThreadObject =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(at =>
                {
                    var row = make(at);
                    (row.Number, row.Title, row.OwnerTeamId) = (from + at, $"{row.Kind} {at} about waiting, paying and being understood", teams[random.Next(teams.Count)]);
                    (row.CreatedAt, row.CreatedBy) = (now.AddDays(-random.Next(600)), "benchmark");
                    return row;
                }),
        ];

    private static async Task LinkAsync(
        Store store,
        Sizes sizes,
        Random random,
        (List<Insight> Insights, List<Opportunity> Opportunities, List<Decision> Decisions, List<Solution> Solutions, List<KeyResult> Results, List<Guid> Stages) rows,
        Guid source,
        DateTime now
    )
    {
        await using var connection = (SqliteConnection)await store.OpenAsync(CancellationToken.None);
        await using var transaction = connection.BeginTransaction();
        await using var link = connection.CreateCommand();
        link.CommandText = "INSERT OR IGNORE INTO links (from_id, kind, to_id, created_at, created_by) VALUES ($f, $k, $t, $a, 'benchmark')";
        var (from, kind, to) = (link.Parameters.Add("$f", SqliteType.Text), link.Parameters.Add("$k", SqliteType.Text), link.Parameters.Add("$t", SqliteType.Text));
        link.Parameters.AddWithValue("$a", now);
        void Add(ThreadObject one, LinkKind what, Guid other)
        {
            (from.Value, kind.Value, to.Value) = (one.Id.ToString().ToUpperInvariant(), what.ToString(), other.ToString().ToUpperInvariant());
            link.ExecuteNonQuery();
        }

        foreach (var row in rows.Insights.Concat<ThreadObject>(rows.Opportunities).Concat(rows.Decisions))
            Add(row, LinkKind.OnStage, rows.Stages[random.Next(rows.Stages.Count)]);
        foreach (var row in rows.Solutions)
            Add(row, LinkKind.Moves, rows.Results[random.Next(rows.Results.Count)].Id);
        for (var left = sizes.Links - rows.Insights.Count - rows.Opportunities.Count - rows.Decisions.Count - rows.Solutions.Count; left > 0; left--)
        {
            var insight = rows.Insights[random.Next(rows.Insights.Count)];
            var opportunity = rows.Opportunities[random.Next(rows.Opportunities.Count)];
            var decision = rows.Decisions[random.Next(rows.Decisions.Count)];
            var solution = rows.Solutions[random.Next(rows.Solutions.Count)];
            switch (random.Next(6))
            {
                case 0 or 1 or 2:
                    Add(insight, LinkKind.FramedIn, opportunity.Id);
                    break;
                case 3:
                    Add(insight, LinkKind.UsedFor, decision.Id);
                    break;
                case 4:
                    Add(opportunity, LinkKind.DecidedIn, decision.Id);
                    break;
                default:
                    Add(opportunity, LinkKind.SolvedBy, solution.Id);
                    break;
            }
        }

        await using var evidence = connection.CreateCommand();
        evidence.CommandText =
            "INSERT OR IGNORE INTO evidence (insight_id, signal_id, stance, customer, account, source_id, segments, occurred_at, added_by, added_at) VALUES ($i, $s, 'For', $c, $n, $o, '', $a, 'benchmark', $a)";
        var (insightId, signal, customer, account, at) = (
            evidence.Parameters.Add("$i", SqliteType.Text),
            evidence.Parameters.Add("$s", SqliteType.Integer),
            evidence.Parameters.Add("$c", SqliteType.Integer),
            evidence.Parameters.Add("$n", SqliteType.Text),
            evidence.Parameters.Add("$a", SqliteType.Text)
        );
        evidence.Parameters.AddWithValue("$o", source);
        foreach (var row in rows.Insights)
        {
            for (var count = 0; count < 3; count++)
            {
                (insightId.Value, signal.Value, customer.Value) = (row.Id.ToString().ToUpperInvariant(), 1 + random.Next(50_000), random.Next(9_000));
                (account.Value, at.Value) = (random.Next(3) == 0 ? $"Account {random.Next(500)}" : DBNull.Value, now.AddDays(-random.Next(500)));
                evidence.ExecuteNonQuery();
            }
        }

        await transaction.CommitAsync();
    }
}

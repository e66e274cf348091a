using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Opportunities;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;
using Redthread.Web.Shell;

namespace Redthread.Benchmarks;

/// <summary>Fills the sample's store with as many objects, links and evidence as asked for, at random but always alike.</summary>
internal sealed class LargeLedger
{
    private const int FirstNumber = 1000;

    private readonly Random random = new(5);
    private readonly Statements statements = new(new Random(6));
    private readonly DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly List<Guid> stages;
    private readonly List<Guid> teams;
    private readonly List<Insight> insights;
    private readonly List<Opportunity> opportunities;
    private readonly List<Decision> decisions;
    private readonly List<Solution> solutions;
    private readonly List<Objective> objectives;
    private readonly List<KeyResult> results;

    public sealed record Sizes(int Insights, int Opportunities, int Decisions, int Links);

    private LargeLedger(Sizes sizes, List<Guid> stages, List<Guid> teams)
    {
        (this.stages, this.teams) = (stages, teams);
        insights = Make(sizes.Insights, at => new Insight { Type = (InsightType)(at % 3), ApprovedAt = at % 7 == 0 ? null : now.AddDays(-random.Next(500)) });
        opportunities = Make(sizes.Opportunities, _ => new Opportunity { Effort = 1 + random.Next(20), ValueAtRisk = random.Next(1_000_000) });
        decisions = Make(sizes.Decisions, at => new Decision { MadeAt = at % 4 == 0 ? null : now.AddDays(-random.Next(400)) });
        solutions = Make(sizes.Decisions, at => NewSolution(at));
        objectives = Make(50, _ => new Objective { Cycle = new DateOnly(now.Year, 10, 1) });
        results = Make(200, NewResult);
    }

    /// <summary>Some 100,000 objects in all.</summary>
    public static Sizes SizesOf(Bench bench) => new(bench.Size(70_000), bench.Size(15_000), bench.Size(7_500), bench.Size(350_000));

    /// <summary>The product without its web host, over a store filled with as many.</summary>
    public static async Task<ServiceProvider> OpenAsync(Bench bench, string name)
    {
        var data = bench.Folder(name);
        await RedthreadProgram.RunAsync("sample", "--json", "--data", data);
        await FillAsync(data, SizesOf(bench));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddRedthread(new HostSettings { Data = data });
        return services.BuildServiceProvider();
    }

    public static async Task FillAsync(string data, Sizes sizes)
    {
        var store = Store.Of(data, null);
        var options = new DbContextOptionsBuilder<RedthreadContext>();
        store.Configure(options);
        await using var context = new RedthreadContext(options.Options);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        var ledger = new LargeLedger(sizes, await context.Stages.Select(row => row.Id).ToListAsync(), await context.Teams.Select(row => row.Id).ToListAsync());
        foreach (var chunk in ledger.All().Chunk(20_000))
        {
            context.AddRange(chunk);
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();
        }

        var source = await context.Sources.Select(row => row.Id).FirstAsync();
        await using (var connection = (SqliteConnection)await store.OpenAsync(CancellationToken.None))
        {
            await using var transaction = connection.BeginTransaction();
            ledger.AddLinks(connection, sizes.Links);
            ledger.AddEvidence(connection, source);
            await transaction.CommitAsync();
        }

        context.Activities.Add(Activity.Of(Actor.Operator, ledger.now, LedgerSource.Loaded, null, "Loaded a large ledger"));
        await context.SaveChangesAsync();
    }

    private IEnumerable<ThreadObject> All() => insights.Concat<ThreadObject>(opportunities).Concat(decisions).Concat(solutions).Concat(objectives).Concat(results);

    private static Solution NewSolution(int at) =>
        new()
        {
            State = (SolutionState)(at % 5),
            Horizon = (Horizon)(at % 3),
            Position = at,
        };

    private KeyResult NewResult(int at) =>
        new()
        {
            ObjectiveId = objectives[at % objectives.Count].Id,
            Source = KeyResultSource.Manual,
            Start = 0,
            Target = 10,
            Manual = at % 10,
        };

    private List<T> Make<T>(int count, Func<int, T> make)
        where T : ThreadObject
    {
        var rows = Enumerable.Range(0, count).Select(make).ToList();
        for (var at = 0; at < count; at++)
        {
            var row = rows[at];
            (row.Number, row.Title) = (FirstNumber + at, statements.Next());
            (row.OwnerTeamId, row.CreatedAt, row.CreatedBy) = (Any(teams), now.AddDays(-random.Next(600)), "benchmark");
        }

        return rows;
    }

    private void AddLinks(SqliteConnection connection, int count)
    {
        using var link = connection.CreateCommand();
        link.CommandText = "INSERT OR IGNORE INTO links (from_id, kind, to_id, created_at, created_by) VALUES ($f, $k, $t, $a, 'benchmark')";
        var (from, kind, to) = (link.Parameters.Add("$f", SqliteType.Text), link.Parameters.Add("$k", SqliteType.Text), link.Parameters.Add("$t", SqliteType.Text));
        link.Parameters.AddWithValue("$a", now);
        foreach (var (one, what, other) in Links().Take(count))
        {
            (from.Value, kind.Value, to.Value) = (Text(one), what.ToString(), Text(other));
            link.ExecuteNonQuery();
        }
    }

    private IEnumerable<(Guid From, LinkKind Kind, Guid To)> Links()
    {
        foreach (var row in insights.Concat<ThreadObject>(opportunities).Concat(decisions))
            yield return (row.Id, LinkKind.OnStage, Any(stages));
        foreach (var row in solutions)
            yield return (row.Id, LinkKind.Moves, Any(results).Id);
        while (true)
        {
            yield return random.Next(6) switch
            {
                0 or 1 or 2 => (Any(insights).Id, LinkKind.FramedIn, Any(opportunities).Id),
                3 => (Any(insights).Id, LinkKind.UsedFor, Any(decisions).Id),
                4 => (Any(opportunities).Id, LinkKind.DecidedIn, Any(decisions).Id),
                _ => (Any(opportunities).Id, LinkKind.SolvedBy, Any(solutions).Id),
            };
        }
    }

    private void AddEvidence(SqliteConnection connection, Guid source)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText =
            "INSERT OR IGNORE INTO evidence (insight_id, signal_id, stance, customer, account, source_id, segments, occurred_at, added_by, added_at) VALUES ($i, $s, 'For', $c, $n, $o, '', $a, 'benchmark', $a)";
        var (insight, signal, customer) = (
            insert.Parameters.Add("$i", SqliteType.Text),
            insert.Parameters.Add("$s", SqliteType.Integer),
            insert.Parameters.Add("$c", SqliteType.Integer)
        );
        var (account, at) = (insert.Parameters.Add("$n", SqliteType.Text), insert.Parameters.Add("$a", SqliteType.Text));
        insert.Parameters.AddWithValue("$o", source);
        foreach (var row in insights.SelectMany(row => Enumerable.Repeat(row, 3)))
        {
            (insight.Value, signal.Value, customer.Value) = (Text(row.Id), 1 + random.Next(50_000), random.Next(9_000));
            (account.Value, at.Value) = (random.Next(3) == 0 ? $"Account {random.Next(500)}" : DBNull.Value, now.AddDays(-random.Next(500)));
            insert.ExecuteNonQuery();
        }
    }

    // As the store writes ids.
    private static string Text(Guid id) => id.ToString().ToUpperInvariant();

    private T Any<T>(List<T> rows) => rows[random.Next(rows.Count)];
}

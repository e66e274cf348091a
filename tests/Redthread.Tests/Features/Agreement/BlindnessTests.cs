using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Exports;
using Redthread.Web.Features.People;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Agreement;

/// <summary>Before the reveal nothing that anybody outside the team can reach depends on a vote.</summary>
public sealed partial class BlindnessTests(PostgresServer postgres)
{
    private const string Reason = "Marker of a reason";
    private const string Evidence = "https://marker.example/of-evidence";

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task No_page_no_call_and_no_row_tells_a_vote_before_the_reveal(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await LayAsync(host);
        var others = await OthersAsync(host);
        // Pages say whether the Desk has looked yet, so it looks before they are read.
        await using (var scope = host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Redthread.Web.Features.Desk.DeskSweep>().FullAsync(default);
        var before = new Dictionary<string, string>();
        foreach (var (who, client) in others)
        {
            foreach (var (address, text) in await WalkAsync(host, client, token))
            {
                Tells(text).ShouldBeFalse($"{who} reads the vote at {address}");
                before[$"{who} {address}"] = text;
            }
        }

        before.Count.ShouldBeGreaterThan(500);
        await ChangeValueAsync(host, 2);
        foreach (var (who, client) in others)
        {
            foreach (var (address, text) in await WalkAsync(host, client, token))
                text.ShouldBe(before[$"{who} {address}"], $"what {who} reads at {address} depends on the vote");
        }

        await RowsShouldNotTellAsync(host);
        await ExportShouldNotTellAsync(host);
        foreach (var client in others.Values)
            client.Dispose();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Who_joins_the_team_after_the_round_was_opened_neither_sees_nor_changes_its_vote(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await LayAsync(host);
        var steward = await host.AddPersonAsync(Role.Steward, "curious@example.org", "Curious");
        await using (var context = await host.ContextAsync())
        {
            var team = await context.Teams.SingleAsync(row => row.Key == "web");
            await using var scope = host.Services.CreateAsyncScope();
            var joined = await scope.ServiceProvider.GetRequiredService<ChangeTeam>().AddMemberAsync(Actor.Operator, team.Id, new ChangeTeam.MemberRequest(steward.Id), default);
            joined.Ok.ShouldBeTrue();
            (await context.TeamMembers.SingleAsync(row => row.PersonId == steward.Id)).JoinedAt.ShouldNotBeNull();
        }

        using var browser = host.Browser();
        (await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = steward.Email, ["password"] = TestHost.Password })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        foreach (var (address, text) in await WalkAsync(host, browser, token))
            Tells(text).ShouldBeFalse($"who joined later reads the vote at {address}");
        var shown = await browser.PageAsync("/agreed-scores/1?stage=shop/pay");
        shown.QuerySelector("form[action$='/votes']").ShouldBeNull();
        shown.Body!.TextContent.ShouldContain($"You joined on {TimeProvider.System.GetUtcNow():d MMM yyyy}, after the round was opened");
        var late = await browser.SubmitAsync(
            "/teams",
            "/agreed-scores/1/votes",
            new()
            {
                ["form"] = "vote",
                ["team"] = "web",
                ["stage"] = "shop/pay",
                ["value"] = "2",
                ["reason"] = "Another one",
            }
        );
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Once nothing is blind any more, a member is a member.
        (await IsOwnAsync(host, steward)).ShouldBeFalse();
        (await token.PostAsync("/api/agreed-scores/rounds/1/reveal", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IsOwnAsync(host, steward)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Its_own_team_sees_the_vote_and_after_the_reveal_all_do_at_once(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        using var token = await LayAsync(host);
        using var teammate = await host.MemberAsync("web");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        Tells(await teammate.GetStringAsync("/agreed-scores/1?stage=shop/pay")).ShouldBeTrue();
        Tells(await viewer.GetStringAsync("/agreed-scores/1?stage=shop/pay")).ShouldBeFalse();

        (await token.PostAsync("/api/agreed-scores/rounds/1/reveal", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Tells(await viewer.GetStringAsync("/agreed-scores/1?stage=shop/pay")).ShouldBeTrue();
        Tells(await token.GetStringAsync("/api/agreed-scores/rounds/1?format=csv")).ShouldBeTrue();
    }

    [Fact]
    public async Task No_log_and_no_change_feed_tells_a_vote()
    {
        await using var host = await TestHost.StartAsync(postgres, Provider.Sqlite, settings => settings with { LogLevel = LogLevel.Trace });
        using var log = new KeptLog();
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var steward = await host.SignedInAsync(Role.Steward);
        using var stream = await (await steward.GetAsync("/changes", HttpCompletionOption.ResponseHeadersRead)).Content.ReadAsStreamAsync();
        using var token = await LayAsync(host);
        log.Lines.Count.ShouldBeGreaterThan(100);
        log.Lines.ShouldAllBe(line => !Tells(line));
        var told = "";
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        // The greeting, and at least one of the announcements that followed.
        while (told.Split("data:").Length < 3)
            told += System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, patience.Token));
        Tells(told).ShouldBeFalse();
    }

    private static async Task<HttpClient> LayAsync(TestHost host)
    {
        await Ground.LayAsync(host.Services);
        var token = await host.WithTokenAsync(Scope.Read, Scope.Threads, Scope.Signals, Scope.Admin);
        await AgreementGround.HearAsync(token);
        using var web = await host.MemberAsync("web");
        using var service = await host.MemberAsync("service");
        await AgreementGround.OpenAsync(token);
        (await web.VoteAsync("web", -2, Reason, evidence: Evidence)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await service.VoteAsync("service", 0, "Something else")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return token;
    }

    /// <summary>Whether the round's page takes the person for one of the team.</summary>
    private static async Task<bool> IsOwnAsync(TestHost host, Person person)
    {
        await using var context = await host.ContextAsync();
        var teams = await context.TeamMembers.Where(row => row.PersonId == person.Id).Select(row => row.TeamId).ToListAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var round = await scope.ServiceProvider.GetRequiredService<AgreementQueries>().ReadRoundAsync(new Actor(person.Id, person.Name, [], teams, person.Role), 1, null, default);
        return round.Value.Teams.Single(team => team.Key == "web").Mine;
    }

    /// <summary>Everybody but the team: each role, a member of another team that votes, the program of a steward.</summary>
    private static async Task<Dictionary<string, HttpClient>> OthersAsync(TestHost host)
    {
        var others = new Dictionary<string, HttpClient>();
        foreach (var role in Enum.GetValues<Role>())
            others[role.ToString()] = await host.SignedInAsync(role);
        others["a member of the other team"] = await host.MemberAsync("service");
        others["nobody"] = host.Browser();
        return others;
    }

    private static async Task<List<(string Address, string Text)>> WalkAsync(TestHost host, HttpClient client, HttpClient token)
    {
        await using var context = await host.ContextAsync();
        var round = (await context.AgreementRounds.SingleAsync()).Id;
        var stage = (await context.Stages.SingleAsync(row => row.Key == "pay")).Id;
        var addresses = host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && !endpoint.RoutePattern.RawText!.EndsWith("changes"))
            .SelectMany(endpoint => new[] { (round, "A-1", "shop"), (stage, "1", "csat-5") }.Select(ids => Fill("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), ids)))
            .Concat(["/agreed-scores/1?stage=shop/pay", "/agreed-scores?cycle=2026-Q2", "/?stage=shop/pay&period=2026-Q2", "/?view=table&period=2026-Q2", "/search?q=marker"])
            .Concat(["/api/agreed-scores/rounds/1?format=csv", "/api/agreed-scores?cycle=2026-Q2&format=csv", "/api/comments?on=A-1", "/api/picture?period=2026-Q2"])
            .Distinct();
        var read = new List<(string, string)>();
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address);
            read.Add((address, Steady(await answer.Content.ReadAsStringAsync())));
        }

        using var asProgram = await token.GetAsync("/api/agreed-scores/rounds/1");
        read.Add(("the API of a steward", await asProgram.Content.ReadAsStringAsync()));
        return read;
    }

    private static string Fill(string pattern, (Guid Id, string Name, string Key) with) =>
        Placeholder()
            .Replace(
                pattern,
                match =>
                    match.Value.Contains("guid") ? with.Id.ToString()
                    : match.Value.Contains(":int") || match.Value.Contains(":long") ? "1"
                    : match.Value is "{journey}" ? "shop"
                    : match.Value is "{stage}" ? "pay"
                    : match.Value is "{key}" or "{key}.yaml" ? with.Key
                    : with.Name
            );

    // What differs from one reading to the next whatever is voted: form tokens, and how long ago something was.
    private static string Steady(string text) => Ago().Replace(FormToken().Replace(text, ""), "");

    private static bool Tells(string text) => text.Contains(Reason, StringComparison.OrdinalIgnoreCase) || text.Contains("marker.example", StringComparison.OrdinalIgnoreCase);

    private static async Task ChangeValueAsync(TestHost host, int value)
    {
        await using var context = await host.ContextAsync();
        // Not through the front door, which would record that the team voted again.
        var vote = await context.AgreementVotes.SingleAsync(row => row.Value == -2);
        (vote.Value, vote.Reason, vote.Evidence) = (value, $"{Reason}, turned round", null);
        await context.SaveChangesAsync();
        host.Services.GetRequiredService<ChangeFeed>().Announce();
    }

    private static async Task RowsShouldNotTellAsync(TestHost host)
    {
        await using var context = await host.ContextAsync();
        var connection = context.Database.GetDbConnection();
        var tables = context.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().Where(table => table != "agreement_votes").ToList();
        tables.Count.ShouldBeGreaterThan(40);
        foreach (var table in tables)
        {
            foreach (IDictionary<string, object?> row in await connection.QueryAsync($"SELECT * FROM \"{table}\""))
                row.Values.OfType<string>().ShouldAllBe(text => !Tells(text), table);
        }
    }

    private static async Task ExportShouldNotTellAsync(TestHost host)
    {
        var folder = Directory.CreateTempSubdirectory("redthread-export-").FullName;
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExportAll>().WriteAsync(folder, default);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        files.Select(Path.GetFileName).ShouldContain("agreement-votes.ndjson");
        foreach (var file in files)
            Tells(await File.ReadAllTextAsync(file)).ShouldBeFalse(file);
        new FileInfo(files.Single(file => Path.GetFileName(file) == "agreement-votes.ndjson")).Length.ShouldBe(0);
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"\{[^}]*\}(\.yaml)?")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"name=""__RequestVerificationToken"" value=""[^""]*""|""traceId"":""[^""]*""")]
    private static partial Regex FormToken();

    [GeneratedRegex(@"just now|\d+ (minute|hour|day)s? ago")]
    private static partial Regex Ago();

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() => Lines.Clear();
    }
}

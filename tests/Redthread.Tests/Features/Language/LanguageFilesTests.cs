using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Language;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Exports;
using Redthread.Web.Features.Language;

namespace Redthread.Tests.Features.Language;

public sealed class LanguageFilesTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task What_is_exported_comes_back_whole_in_another_installation(Provider provider)
    {
        await using var here = await TestHost.StartAsync(postgres, provider);
        using var client = await here.WithTokenAsync(Scope.Read, Scope.Threads);
        var owner = await here.AddPersonAsync(Role.Member, "owner@example.org", "An owner");
        await ChurnAsync(here, client, owner.Id);
        using var steward = await here.SignedInAsync(Role.Steward);
        (await steward.SubmitAsync("/language/old", "/language/old/archive", [])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var folder = Directory.CreateTempSubdirectory("redthread-terms-").FullName;
        (await ScopedAsync<ExportAll, ExportAll.Written>(here, export => export.WriteAsync(folder, default))).Terms.ShouldBe(2);
        (await File.ReadAllTextAsync(Path.Combine(folder, "terms.md"))).ShouldContain("## Churn\n\nCustomers who ended their contract.");
        var json = await File.ReadAllTextAsync(Path.Combine(folder, "terms.json"));
        var csv = await File.ReadAllTextAsync(Path.Combine(folder, "terms.csv"));
        Directory.Delete(folder, recursive: true);

        await using var there = await TestHost.StartAsync(postgres, provider);
        await there.AddPersonAsync(Role.Member, "owner@example.org", "An owner");
        await TeamAsync(there, "shops");
        (await ImportAsync(there, json)).ToString().ShouldBe("Read 2 rows: 2 added, 0 changed, 0 already so, 0 rejected.");
        (await ImportAsync(there, json)).ToString().ShouldBe("Read 2 rows: 0 added, 0 changed, 2 already so, 0 rejected.");
        (await EntriesAsync(there)).ShouldBe(await EntriesAsync(here));

        // The table says the same of what terms mean now.
        (await ImportAsync(there, csv))
            .ToString()
            .ShouldBe("Read 2 rows: 0 added, 0 changed, 2 already so, 0 rejected.");
        await using var empty = await TestHost.StartAsync(postgres, provider);
        await empty.AddPersonAsync(Role.Member, "owner@example.org", "An owner");
        (await ImportAsync(empty, csv)).Added.ShouldBe(2);
        var term = await TermAsync(empty, "churn");
        (term.Definition, term.Example, term.WordsToAvoid.Count, term.Version).ShouldBe(("Customers who ended their contract.", "=1+1", 2, 1));
        (await TermAsync(empty, "old")).ArchivedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Terms_are_imported_by_page_and_program_and_each_refused_row_says_why()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var steward = await host.SignedInAsync(Role.Steward);
        var page = await (
            await UploadAsync(steward, "word,definition,avoid,owner\nChurn,Customers who left,\"attrition;loss\",\nx,,,\nVan,A car,,nobody@example.org\n")
        ).Content.ReadAsStringAsync();
        page.ShouldContain("Read 3 rows: 1 added, 0 changed, 0 already so, 2 rejected.");
        page.ShouldContain("A term needs a definition");
        page.ShouldContain("is nobody here");
        (await TermAsync(host, "churn")).WordsToAvoid.ShouldBe(["attrition", "loss"]);

        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        const string Changed =
            """[{"word":"churn","definition":"Customers who ended a contract","avoid":["attrition","loss"]},7,{"word":"y","definition":"z","history":[{"version":2}]}]""";
        var report = await (await client.PostAsync("/api/imports/terms", Changed.AsJson())).JsonAsync();
        (report.GetProperty("changed").GetInt32(), report.GetProperty("rejected").GetArrayLength()).ShouldBe((1, 2));
        var term = await TermAsync(host, "churn");
        (term.Version, term.Word).ShouldBe((2, "churn"));
        (await client.PostAsync("/api/imports/terms", "{}".AsJson())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetStringAsync("/language/terms.md")).ShouldStartWith("# Language\n\n## churn");
        using var member = await host.SignedInAsync(Role.Member);
        (await UploadAsync(member, "word,definition\nVan,A car\n")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task ChurnAsync(TestHost host, HttpClient client, Guid owner)
    {
        var team = await TeamAsync(host, "shops");
        await SendAsync(client.PostAsync("/api/terms", """{"word":"Churn","definition":"Customers who left.","avoid":"attrition\nloss"}""".AsJson()));
        var changed =
            $$"""{"word":"Churn","definition":"Customers who ended their contract.","example":"=1+1","avoid":"attrition\nloss","ownerPersonId":"{{owner}}","reason":"Clearer"}""";
        await SendAsync(client.PutAsync("/api/terms/churn", changed.AsJson()));
        await SendAsync(client.PostAsync("/api/terms", """{"word":"Old","definition":"No longer said."}""".AsJson()));
        await ScopedAsync<AgreeTerm, Result<Term>>(
            host,
            agree =>
                agree.HandleAsync(
                    Actor.Operator,
                    "churn",
                    new AgreeTerm.Request
                    {
                        Team = team,
                        Agrees = false,
                        Reason = "Resting contracts too",
                        Version = 2,
                    },
                    default
                )
        );
    }

    private static async Task SendAsync(Task<HttpResponseMessage> answer) => (await answer).IsSuccessStatusCode.ShouldBeTrue(await (await answer).Content.ReadAsStringAsync());

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient browser, string csv)
    {
        var token = (await browser.PageAsync("/language")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(csv), "file", "terms.csv" } };
        return await browser.PostAsync("/language/terms/files", form);
    }

    private static Task<Web.Features.Notes.RowReport> ImportAsync(TestHost host, string text) =>
        ScopedAsync<ImportTerms, Web.Features.Notes.RowReport>(host, async import => (await import.HandleAsync(Actor.Operator, text, default)).Value);

    private static Task<string> EntriesAsync(TestHost host) =>
        ScopedAsync<LanguageQueries, string>(host, async queries => JsonSerializer.Serialize(await queries.ReadEntriesAsync(true, default)));

    private static async Task<TResult> ScopedAsync<T, TResult>(TestHost host, Func<T, Task<TResult>> use)
        where T : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    private static async Task<Term> TermAsync(TestHost host, string key)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        return await context.Terms.SingleAsync(row => row.Key == key);
    }

    private static async Task<Guid> TeamAsync(TestHost host, string key)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var team = new Team { Key = key, Name = key };
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team.Id;
    }
}

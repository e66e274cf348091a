using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Agreement;

/// <summary>Teams with a member who is signed in, and the steps of a round as their pages take them.</summary>
internal static class AgreementGround
{
    public const string Cycle = "2026-Q2";

    public static Task<RedthreadContext> ContextAsync(this TestHost host) => host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();

    /// <summary>A browser of a new member of the team, which is made if it is not there.</summary>
    public static async Task<HttpClient> MemberAsync(this TestHost host, string team, Role role = Role.Member, string? name = null)
    {
        var email = $"{team}-{Guid.CreateVersion7():N}@example.org";
        var person = await host.AddPersonAsync(role, email, name ?? $"One of {team}");
        await using (var context = await host.ContextAsync())
        {
            var row = await context.Teams.SingleOrDefaultAsync(one => one.Key == team);
            if (row is null)
                context.Teams.Add(row = new Team { Key = team, Name = $"Team {team}" });
            context.TeamMembers.Add(new TeamMember { TeamId = row.Id, PersonId = person.Id });
            await context.SaveChangesAsync();
        }

        var browser = host.Browser();
        (await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = TestHost.Password })).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return browser;
    }

    public static async Task OpenAsync(HttpClient token, string stages = "\"shop/pay\"", string teams = "\"web\", \"service\"") =>
        (await token.PostAsync("/api/agreed-scores/rounds", $$"""{"cycle": "{{Cycle}}", "stages": [{{stages}}], "teams": [{{teams}}]}""".AsJson())).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );

    public static Task<HttpResponseMessage> VoteAsync(
        this HttpClient member,
        string team,
        int value,
        string reason,
        int version = 0,
        string stage = "shop/pay",
        string evidence = "",
        int round = 1
    ) =>
        member.SubmitAsync(
            $"/agreed-scores/{round}?stage={stage}",
            $"/agreed-scores/{round}/votes",
            new()
            {
                ["form"] = "vote",
                ["team"] = team,
                ["stage"] = stage,
                ["value"] = value.ToString(),
                ["reason"] = reason,
                ["evidence"] = evidence,
                ["version"] = version.ToString(),
            }
        );

    /// <summary>Thirty answers on paying, in the cycle: a score of about 37, weak.</summary>
    public static async Task HearAsync(HttpClient token)
    {
        var batch = Enumerable
            .Range(0, 60)
            .Select(number =>
                $$"""{"externalId": "{{number}}", "time": "2026-0{{1 + (number % 6)}}-10T10:00:00Z", "customer": "c{{number % 45}}", "readings": [{"measure": "csat-5", "place": "shop/pay/card", "value": {{1 + (number % 4)}}}]}"""
            );
        await (await token.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();
    }
}

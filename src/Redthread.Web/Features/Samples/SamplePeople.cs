using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Features.People;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's people: a steward who can sign in, and for each team a member who cannot.</summary>
public sealed class SamplePeople(IDbContextFactory<RedthreadContext> contexts, IPasswordHasher<Person> hasher, TimeProvider time)
{
    public const string StewardEmail = "steward@sample.invalid";
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <param name="Members">One who acts for each team, by the team's key.</param>
    public sealed record Made(Actor Steward, string Password, IReadOnlyDictionary<string, Actor> Members);

    public async Task<Made> MakeAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var password = NewPassword();
        var steward = PersonRules.New("Sample steward", StewardEmail, Role.Steward, time);
        steward.PasswordHash = hasher.HashPassword(steward, password);
        context.People.Add(steward);
        var actor = new Actor(steward.Id, steward.Name, Permissions.Of(Role.Steward), [], Role.Steward);
        var members = new Dictionary<string, Actor>();
        foreach (var (key, name) in SampleGround.Teams)
        {
            var team = new Team { Key = key, Name = name };
            var member = PersonRules.New($"{name} member", $"{key["sample-".Length..]}@sample.invalid", Role.Member, time);
            team.Members.Add(new TeamMember { TeamId = team.Id, PersonId = member.Id });
            context.AddRange(team, member);
            members[key] = new Actor(member.Id, member.Name, Permissions.Of(Role.Member), [team.Id], Role.Member);
        }

        context.Activities.Add(
            Activity.Of(actor, time.GetUtcNow().UtcDateTime, "sample.loaded", null, "Loaded the sample organisation: its people, journeys and signals are made up")
        );
        await context.SaveChangesAsync(cancel);
        return new Made(actor, password, members);
    }

    private static string NewPassword()
    {
        while (true)
        {
            var password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));
            if (PersonRules.CheckPassword(password) is null)
                return password;
        }
    }
}

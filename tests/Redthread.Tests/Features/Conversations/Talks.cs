using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Conversations;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Conversations;

/// <summary>A host with a journey, two segments and a team, and the steps of a conversation as a member takes them.</summary>
internal sealed class Talks : IAsyncDisposable
{
    public const string Quotation = "I rang three times and nobody knew my name";
    public const string Notes = $"""
        # The parcel

        She **waited** a week. "{Quotation}", she said.
        Then she wrote to jane@example.org.
        """;

    private AsyncServiceScope scope;

    private Talks(TestHost host) => Host = host;

    public TestHost Host { get; }

    public Actor Member { get; private set; } = null!;

    public static async Task<Talks> StartAsync(PostgresServer postgres, Provider provider = Provider.Sqlite)
    {
        var talks = new Talks(await TestHost.StartAsync(postgres, provider));
        await Ground.LayAsync(talks.Host.Services);
        var person = await talks.Host.AddPersonAsync(Role.Member, "mo@example.org", "Mo");
        talks.Member = new Actor(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
        await using var context = await talks.ContextAsync();
        context.Segments.AddRange(
            new Segment
            {
                Key = "families",
                Name = "Families",
                Position = 0,
            },
            new Segment
            {
                Key = "seniors",
                Name = "Seniors",
                Position = 1,
            }
        );
        context.Teams.AddRange(new Team { Key = "service", Name = "Service" }, new Team { Key = "billing", Name = "Billing" });
        await context.SaveChangesAsync();
        talks.Host.Services.GetRequiredService<ChangeFeed>().Announce();
        talks.scope = talks.Host.Services.CreateAsyncScope();
        return talks;
    }

    public Task<RedthreadContext> ContextAsync() => Host.Services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();

    public T Use<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public static SaveConversation.Request Plan(string title = "A late parcel", string? customer = "cust-1", string? segment = "families") =>
        new()
        {
            Title = title,
            With = ConversationWith.Customer,
            Customer = customer,
            Segment = segment,
            StartsAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1),
            Minutes = 45,
            Stages = ["shop/receive"],
        };

    /// <summary>Planned, held, consented to and noted.</summary>
    public async Task<int> HeldAsync(Consent consent, SaveConversation.Request? plan = null)
    {
        var made = Ok(await Use<SaveConversation>().PlanAsync(Member, plan ?? Plan(), default));
        Ok(await Use<SettleConversation>().HoldAsync(Member, made.Number, new(null), true, default));
        if (consent == Consent.None)
            return made.Number;
        Ok(await Use<RecordConsent>().GiveAsync(Member, made.Number, new() { Consent = consent, How = "spoken" }, default));
        Ok(await Use<WriteNotes>().HandleAsync(Member, made.Number, new() { Notes = Notes }, default));
        return made.Number;
    }

    public async Task<Highlight> HighlightAsync(int number, string? insight = null, string? newInsight = null, Stance stance = Stance.For) =>
        Ok(
            await Use<MakeHighlight>()
                .HandleAsync(
                    Member,
                    number,
                    new()
                    {
                        Quotation = Quotation,
                        Stages = ["shop/receive"],
                        Insight = insight,
                        NewInsight = newInsight,
                        Stance = stance,
                    },
                    default
                )
        );

    public async Task<ConversationView> ViewAsync(int number) => Ok(await Use<ConversationQueries>().ReadAsync(Member, number, default));

    public static T Ok<T>(Result<T> result)
    {
        result.Ok.ShouldBeTrue(result.Error?.Message);
        return result.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await Host.DisposeAsync();
    }
}

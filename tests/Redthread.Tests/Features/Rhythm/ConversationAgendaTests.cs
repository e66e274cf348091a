using Redthread.Tests.Features.Conversations;
using Redthread.Tests.Support;
using Redthread.Web.Features.Rhythm;

namespace Redthread.Tests.Features.Rhythm;

public sealed class ConversationAgendaTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_agenda_names_the_conversations_that_the_cycle_misses()
    {
        await using var talks = await Talks.StartAsync(postgres);
        using var member = await talks.Host.SignedInAsync(Domain.People.Role.Member);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var cycle = Domain.Goals.Cycle.Address(Domain.Goals.Cycle.At(now));
        (
            await member.SubmitAsync(
                "/conversations/coverage",
                "/conversations/targets",
                new()
                {
                    ["cycle"] = cycle,
                    ["target-customer"] = "3",
                    ["target-segment-families"] = "1",
                }
            )
        ).StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
        var span = new AgendaSpan(now.AddDays(-14), now, now.AddDays(14));

        var text = await talks.Use<DraftAgenda>().WriteAsync(span, default);
        text.ShouldContain("## Conversations missing");
        text.ShouldContain($"[Customers](/conversations/coverage?cycle={cycle}): 0 of 3 held; Families 0 of 1 held in the cycle");
        text.ShouldContain("[Pay](/conversations/new?with=customer&stage=shop/pay): nobody was heard");
        text.ShouldContain($"[2 teams](/conversations/coverage?cycle={cycle}): never interviewed: Billing, Service");

        await talks.HeldAsync(Domain.Conversations.Consent.Quotations);
        var after = await talks.Use<DraftAgenda>().WriteAsync(span, default);
        after.ShouldContain("1 of 3 held");
        after.ShouldContain("[Receive it](/conversations/new?with=customer&stage=shop/receive): not heard: Seniors");
    }
}

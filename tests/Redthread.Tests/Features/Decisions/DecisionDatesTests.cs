using System.Net;
using Redthread.Domain.Decisions;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Features.Decisions;

namespace Redthread.Tests.Features.Decisions;

/// <summary>When a decision is due and reviewed, and until when its movement is judged.</summary>
public sealed class DecisionDatesTests(PostgresServer postgres)
{
    private static readonly DateTime Now = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(-1, 30, "due-past")]
    [InlineData(5, -400, "review-past")]
    [InlineData(30, 10, "review-before-due")]
    [InlineData(0, 0, null)]
    [InlineData(10, 90, null)]
    public async Task A_plan_lies_ahead(int due, int review, string? code)
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Threads);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        using var answer = await client.PostAsync(
            "/api/decisions",
            $$"""{"title": "Rebuild", "type": "roadmap", "dueOn": "{{today.AddDays(due):yyyy-MM-dd}}", "reviewOn": "{{today.AddDays(review):yyyy-MM-dd}}"}""".AsJson()
        );
        answer.StatusCode.ShouldBe(code is null ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity);
        if (code is not null)
            (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
    }

    [Fact]
    public void Reviewed_too_early_it_is_judged_until_the_day_that_was_planned()
    {
        var decision = new Decision { ReviewedAt = Now.AddDays(-50), ReviewOn = DateOnly.FromDateTime(Now.AddDays(-10)) };
        ReviewMovement.Until(decision, Now).Date.ShouldBe(Now.AddDays(-10).Date);
        decision.ReviewOn = DateOnly.FromDateTime(Now.AddDays(10));
        ReviewMovement.Until(decision, Now).ShouldBe(Now);
        decision.ReviewOn = DateOnly.FromDateTime(Now.AddDays(-60));
        ReviewMovement.Until(decision, Now).ShouldBe(Now.AddDays(-50));
        ReviewMovement.Until(new Decision { ReviewOn = decision.ReviewOn }, Now).ShouldBe(Now);
    }
}

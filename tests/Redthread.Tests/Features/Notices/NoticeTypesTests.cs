using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Activities;
using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Notices;
using Redthread.Web.Shell;

namespace Redthread.Tests.Features.Notices;

/// <summary>What somebody wants to hear of holds for every way out, and what is theirs to do finds them: at a real mail server and a real webhook.</summary>
public sealed class NoticeTypesTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task What_somebody_does_not_want_to_hear_of_goes_to_no_webhook_either(Provider provider)
    {
        await using var listener = await Listener.StartAsync();
        await using var smtp = new SmtpListener();
        await using var told = await Told.StartAsync(postgres, provider, smtp.Port, settings => settings with { WebhooksToPrivate = true });
        var person = await PersonAsync(told, listener, muted: NotificationType.Assigned);
        await told.TellAsync(person, "not wanted", "/decisions/4", NotificationType.Assigned);
        await told.TellAsync(person, "wanted", "/decisions/5", NotificationType.Mention);
        (await told.RoundAsync()).ShouldBe(2);
        Texts(listener).ShouldBe(["wanted"]);
        smtp.Messages.ShouldHaveSingleItem().Data.ShouldContain("/decisions/5");

        // A choice made while a delivery waits holds for it.
        listener.Answers.Enqueue(500);
        await told.TellAsync(person, "changed my mind", "/decisions/6", NotificationType.Mention);
        await told.RoundAsync();
        using (var browser = await SignInAsync(told, person))
        {
            var page = await browser.PageAsync("/notifications/settings");
            page.QuerySelectorAll("input[name=types]").Select(box => box.GetAttribute("value")).ShouldBe(Enum.GetNames<NotificationType>(), ignoreOrder: true);
            await browser.SubmitAsync("/notifications/settings", "/notifications/settings", new() { ["pace"] = "AtOnce", ["types"] = "Finding" });
        }

        told.Clock.Now = told.Clock.Now.AddMinutes(2);
        (await told.RoundAsync()).ShouldBe(0);
        await using var context = await told.ContextAsync();
        (await context.Deliveries.SingleAsync(row => row.WebhookId != null && row.State != DeliveryState.Sent)).State.ShouldBe(DeliveryState.Dropped);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_new_finding_of_the_Desk_reaches_its_owner_once(Provider provider)
    {
        await using var listener = await Listener.StartAsync();
        await using var smtp = new SmtpListener();
        await using var told = await Told.StartAsync(postgres, provider, smtp.Port, settings => settings with { WebhooksToPrivate = true });
        var owner = await PersonAsync(told, listener);
        var other = await told.PersonAsync(NoticePace.AtOnce);
        var desk = told.Host.Services.GetRequiredService<DeskSweep>();
        await SwitchOnAsync(told);
        await desk.FullAsync(default);
        await AddAsync(
            told,
            new Solution
            {
                Number = 1,
                Title = "Nobody asked for it",
                OwnerPersonId = owner.Id,
                State = SolutionState.Started,
                CreatedAt = told.Clock.Now.AddDays(-60),
            },
            "solution.made"
        );
        (await desk.FollowAsync(default)).Opened.ShouldBe(1);
        await desk.FollowAsync(default);
        await desk.FullAsync(default);

        (await told.RoundAsync()).ShouldBe(2);
        (await told.RoundAsync()).ShouldBe(0);
        int number;
        await using (var context = await told.ContextAsync())
            number = (await context.Findings.SingleAsync(row => row.OwnerPersonId == owner.Id)).Number;
        var mail = smtp.Messages.ShouldHaveSingleItem();
        (mail.To, mail.Data.Contains($"https://redthread.example/desk/{number}", StringComparison.Ordinal)).ShouldBe((owner.Email, true));
        var body = JsonDocument.Parse(listener.Requests.ShouldHaveSingleItem().Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("redthread.notification.finding");
        body.GetProperty("data").GetProperty("text").GetString()!.ShouldContain("Nobody asked for it");
        mail.To.ShouldNotBe(other.Email);

        // Many at once are one sentence, and a team's are its members'.
        await PlantSixAsync(told, other);
        (await desk.FollowAsync(default)).Opened.ShouldBe(6);
        (await told.RoundAsync()).ShouldBe(1);
        smtp.Messages.Last().To.ShouldBe(other.Email);
        smtp.Messages.Last().Plain().ShouldContain("found 6 things that are yours");
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_decision_or_review_that_falls_due_reaches_whoever_has_to_make_it_once(Provider provider)
    {
        await using var listener = await Listener.StartAsync();
        await using var smtp = new SmtpListener();
        await using var told = await Told.StartAsync(postgres, provider, smtp.Port, settings => settings with { WebhooksToPrivate = true });
        var decider = await PersonAsync(told, listener);
        var today = DateOnly.FromDateTime(told.Clock.Now);
        var watch = told.Host.Services.GetRequiredService<DecisionWatch>();
        Decision Plan(int number, string title, int days) =>
            new()
            {
                Number = number,
                Title = title,
                DeciderId = decider.Id,
                DueOn = today.AddDays(days),
                CreatedAt = told.Clock.Now,
            };
        Decision Made(int number, string title, int days) =>
            new()
            {
                Number = number,
                Title = title,
                DeciderId = decider.Id,
                MadeAt = told.Clock.Now.AddDays(-90),
                ReviewOn = today.AddDays(days),
                CreatedAt = told.Clock.Now,
            };
        var (reviewed, soon) = (Made(5, "Reviewed already", 1), Plan(1, "Which counter first", 2));
        (reviewed.ReviewedAt, reviewed.ReviewedBy) = (told.Clock.Now, "Lu");
        foreach (var row in new[] { soon, Plan(2, "Far away", 9), Plan(3, "Long ago", -60), Made(4, "Did the counter help", 0), reviewed })
            await AddAsync(told, row, "decision.planned");

        await watch.LookAsync(default);
        await watch.LookAsync(default);
        await ActivatorUtilities.CreateInstance<DecisionWatch>(told.Host.Services).LookAsync(default);
        (await told.RoundAsync()).ShouldBe(4);
        Texts(listener)
            .ShouldBe(
                [$"D-1 is to be decided by {today.AddDays(2):d MMM yyyy}: Which counter first", $"D-4 is to be reviewed by {today:d MMM yyyy}: Did the counter help"],
                ignoreOrder: true
            );
        listener.Requests.Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("type").GetString()).Distinct().ShouldBe(["redthread.notification.due"]);
        smtp.Messages.Select(mail => mail.To).Distinct().ShouldBe([decider.Email]);

        // Another day is news again; a day that comes is.
        await using (var context = await told.ContextAsync())
        {
            (await context.Decisions.SingleAsync(row => row.Number == 1)).DueOn = today.AddDays(3);
            context.Activities.Add(Activity.Of(Actor.Operator, told.Clock.Now, "decision.changed", soon.Id, "changed"));
            (await told.Host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
        }

        await watch.LookAsync(default);
        (await told.RoundAsync()).ShouldBe(2);
        told.Clock.Now = told.Clock.Now.AddDays(6);
        await watch.LookAsync(default);
        (await told.RoundAsync()).ShouldBe(2);
        Texts(listener).ShouldContain($"D-2 is to be decided by {today.AddDays(9):d MMM yyyy}: Far away");
    }

    private static async Task SwitchOnAsync(Told told)
    {
        await using var context = await told.ContextAsync();
        context.DetectorSettings.Add(
            new DetectorSetting
            {
                Detector = "solution-without-opportunity",
                On = true,
                ChangedAt = told.Clock.Now,
            }
        );
        await context.SaveChangesAsync();
    }

    private static async Task PlantSixAsync(Told told, Person other)
    {
        await using var context = await told.ContextAsync();
        var team = new Team { Key = "web", Name = "Web" };
        context.AddRange(team, new TeamMember { TeamId = team.Id, PersonId = other.Id });
        for (var at = 2; at < 8; at++)
        {
            var row = new Solution
            {
                Number = at,
                Title = $"Of the team {at}",
                OwnerTeamId = team.Id,
                State = SolutionState.Started,
                CreatedAt = told.Clock.Now.AddDays(-60),
            };
            context.AddRange(row, Activity.Of(Actor.Operator, told.Clock.Now, "solution.made", row.Id, "made"));
        }

        (await told.Host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
    }

    private static async Task<Person> PersonAsync(Told told, Listener listener, NotificationType? muted = null)
    {
        var person = await told.PersonAsync(NoticePace.AtOnce, muted);
        var actor = new Actor(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
        (await told.UseAsync<ChangeWebhook, Result<string>>(change => change.AddAsync(actor, $"{listener.Address}/hook", NoticePace.AtOnce, default))).Ok.ShouldBeTrue();
        return person;
    }

    private static async Task<HttpClient> SignInAsync(Told told, Person person)
    {
        var browser = told.Host.Browser();
        (await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = person.Email, ["password"] = TestHost.Password })).StatusCode.ShouldBe(
            System.Net.HttpStatusCode.SeeOther
        );
        return browser;
    }

    private static async Task AddAsync(Told told, Domain.Threads.ThreadObject row, string kind)
    {
        await using var context = await told.ContextAsync();
        context.AddRange(row, Activity.Of(Actor.Operator, told.Clock.Now, kind, row.Id, "made"));
        (await told.Host.Services.GetRequiredService<ChangeFeed>().SaveAsync(context, default)).ShouldBeNull();
    }

    private static List<string?> Texts(Listener listener) =>
        [.. listener.Requests.Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("data").GetProperty("text").GetString()).Distinct()];
}

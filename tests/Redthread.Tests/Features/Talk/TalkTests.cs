using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Tests.Support;
using Redthread.Web.Features.Talk;
using Redthread.Web.Features.Threads;

namespace Redthread.Tests.Features.Talk;

public sealed class TalkTests(PostgresServer postgres)
{
    [Fact]
    public void The_longest_name_is_meant_and_only_whole_names_are()
    {
        var (ann, lee) = (new Named(Guid.CreateVersion7(), "Ann"), new Named(Guid.CreateVersion7(), "Ann Lee"));
        Mentions.In("Ask @ann lee, please", [ann, lee]).ShouldBe([lee.Id]);
        Mentions.In("@Ann and @Ann Lee", [ann, lee]).ShouldBe([ann.Id, lee.Id], ignoreOrder: true);
        Mentions.In("@Annabel, ann@example.org", [ann, lee]).ShouldBeEmpty();
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Who_is_mentioned_or_watches_is_told_once(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        var (maker, reader, mentioned) = (
            Of(await host.AddPersonAsync(Role.Member, "m@example.org", "Mo")),
            Of(await host.AddPersonAsync(Role.Viewer, "v@example.org", "Vi")),
            Of(await host.AddPersonAsync(Role.Leader, "l@example.org", "Lu"))
        );
        await using var scope = host.Services.CreateAsyncScope();
        var (store, discuss, notifications) = (
            scope.ServiceProvider.GetRequiredService<ThreadStore>(),
            scope.ServiceProvider.GetRequiredService<Discuss>(),
            host.Services.GetRequiredService<NotificationQueries>()
        );
        await store.CreateAsync<Opportunity>(
            maker,
            Permission.EditThreads,
            (_, row, _) =>
            {
                row.Title = "Reaching a person takes too long";
                return Task.FromResult<Error?>(null);
            },
            default
        );
        (await discuss.SetWatchAsync(reader, "O-1", true, default)).Ok.ShouldBeTrue();
        (await discuss.AddAsync(reader, new() { On = "O-1", Text = "May I?" }, default)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        var comment = (await discuss.AddAsync(mentioned, new() { On = "O-1", Text = "@Mo, what does it cost?" }, default)).Value;

        var told = (await notifications.ReadAsync(maker.PersonId!.Value, 1, default)).Rows.ShouldHaveSingleItem();
        (told.Type, told.Address).ShouldBe((NotificationType.Mention, "/opportunities/1"));
        (await notifications.ReadAsync(reader.PersonId!.Value, 1, default)).Rows.ShouldHaveSingleItem().Type.ShouldBe(NotificationType.Change);
        (await notifications.ReadAsync(mentioned.PersonId!.Value, 1, default)).Total.ShouldBe(0);

        // Editing tells only who is newly mentioned; nobody changes what another said.
        (await discuss.ChangeAsync(maker, comment.Id, new() { Text = "mine now" }, default)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await discuss.ChangeAsync(mentioned, comment.Id, new() { Text = "@Mo and @Vi, what does it cost?", Version = 1 }, default)).Ok.ShouldBeTrue();
        (await discuss.ChangeAsync(mentioned, comment.Id, new() { Text = "late", Version = 1 }, default)).Error.ShouldBe(Error.Stale);
        (await notifications.ReadAsync(maker.PersonId!.Value, 1, default)).Total.ShouldBe(1);
        (await notifications.ReadAsync(reader.PersonId!.Value, 1, default)).Total.ShouldBe(2);

        (await notifications.CountUnreadAsync(reader.PersonId!.Value, default)).ShouldBe(2);
        (await notifications.MarkReadAsync(reader, told.Id, default)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await notifications.MarkReadAsync(reader, null, default)).Ok.ShouldBeTrue();
        (await notifications.CountUnreadAsync(reader.PersonId!.Value, default)).ShouldBe(0);
        (await notifications.CountUnreadAsync(maker.PersonId!.Value, default)).ShouldBe(1);
    }

    [Fact]
    public async Task The_page_lists_them_and_marks_them_read_without_script()
    {
        await using var host = await TestHost.StartAsync(postgres);
        var browser = await host.SignedInAsync(Role.Steward);
        (await browser.PageAsync("/notifications")).Body!.TextContent.ShouldContain("Nothing yet");
        await using var context = await host.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<RedthreadContext>>().CreateDbContextAsync();
        var steward = context.People.Single();
        context.Notifications.Add(
            new Notification
            {
                PersonId = steward.Id,
                Text = "Lu mentioned you on O-1",
                Address = "/opportunities/1",
                At = TimeProvider.System.GetUtcNow().UtcDateTime,
            }
        );
        await context.SaveChangesAsync();
        var page = await browser.PageAsync("/notifications");
        page.QuerySelectorAll(".notifications .unread").Length.ShouldBe(1);
        var answer = await browser.SubmitAsync("/notifications", "/notifications/reading", []);
        answer.Headers.Location!.ToString().ShouldBe("/notifications");
        (await browser.PageAsync("/notifications")).QuerySelectorAll(".notifications .unread").Length.ShouldBe(0);
    }

    private static Actor Of(Person person) => new(person.Id, person.Name, Permissions.Of(person.Role), [], person.Role);
}

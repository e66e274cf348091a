using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Redthread.Domain.People;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.People;

namespace Redthread.Tests.Features.Signals;

public sealed class LiveSignalsTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_batch_is_taken_once_and_its_rejects_are_told(Provider provider)
    {
        await using var host = await TestHost.StartAsync(postgres, provider);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        const string batch = """
            [
              {"externalId": "a", "time": "2026-03-01T10:00:00Z", "customer": "c1", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 4}]},
              {"externalId": "b", "time": "2026-03-01T11:00:00Z", "verbatim": "Mail me at a@b.example", "readings": []},
              {"externalId": "c", "time": "2026-03-01T11:00:00Z", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 9}]},
              {"externalId": "d", "time": "2026-03-01T11:00:00Z", "readings": [{"measure": "csat-5", "place": "shop/nowhere", "value": 3}]}
            ]
            """;

        var first = await (await client.PostAsync("/api/signals?source=shop-survey", batch.AsJson())).JsonAsync();
        var second = await (await client.PostAsync("/api/signals?source=shop-survey", batch.AsJson())).JsonAsync();

        Counts(first).ShouldBe((4, 2, 0, 2));
        first.GetProperty("rejects").EnumerateArray().Select(reject => reject.GetProperty("item").GetInt64()).ShouldBe([3, 4]);
        first.GetProperty("rejects")[1].GetProperty("reason").GetString()!.ShouldContain("nowhere");
        Counts(second).ShouldBe((4, 0, 2, 2));
        var signals = await (await client.GetAsync("/api/signals")).JsonAsync();
        signals.EnumerateArray().Select(signal => signal.GetProperty("externalId").GetString()).ShouldBe(["b", "a"]);
        signals[0].GetProperty("verbatim").GetString().ShouldBe("Mail me at [e-mail]");
    }

    [Fact]
    public async Task CloudEvents_and_lines_are_understood()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);
        const string cloudEvent = """
            {"specversion": "1.0", "id": "e1", "source": "/shop", "type": "survey.answered", "time": "2026-03-01T10:00:00Z", "datacontenttype": "application/json",
             "data": {"readings": [{"measure": "csat-5", "place": "shop/pay", "value": 5}]}}
            """;
        const string lines = """
            {"externalId": "l1", "time": "2026-03-01T10:00:00Z", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 5}]}
            {"externalId": "l2", "time": "2026-03-01T10:00:00Z", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 1}]}
            """;

        Counts(await (await client.PostAsync("/api/signals?source=s", cloudEvent.AsJson("application/cloudevents+json"))).JsonAsync()).ShouldBe((1, 1, 0, 0));
        Counts(await (await client.PostAsync("/api/signals?source=s", $"[{cloudEvent}]".AsJson("application/cloudevents-batch+json"))).JsonAsync()).ShouldBe((1, 0, 1, 0));
        Counts(await (await client.PostAsync("/api/signals?source=s", lines.AsJson("application/x-ndjson"))).JsonAsync()).ShouldBe((2, 2, 0, 0));
    }

    [Fact]
    public async Task A_CloudEvent_in_binary_mode_is_the_same_signal_as_in_structured_mode()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        const string data = """{"verbatim": "Paying took three attempts", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 2}]}""";

        Counts(await SendAsync(client, data, "Z%C3%BCrich-7")).ShouldBe((1, 1, 0, 0));
        var structured = $$"""{"specversion": "1.0", "id": "Zürich-7", "source": "/shop", "type": "survey.answered", "time": "2026-03-01T10:00:00Z", "data": {{data}}}""";
        Counts(await (await client.PostAsync("/api/signals?source=s", structured.AsJson("application/cloudevents+json"))).JsonAsync()).ShouldBe((1, 0, 1, 0));
        var signal = (await (await client.GetAsync("/api/signals")).JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        (signal.GetProperty("externalId").GetString(), signal.GetProperty("verbatim").GetString()).ShouldBe(("Zürich-7", "Paying took three attempts"));

        foreach (
            var (body, id, version, reason) in new[]
            {
                ($"[{data}]", "e2", "1.0", "as an object"),
                (data, "", "1.0", "external id"),
                (data, "e3", "0.3", "1.0"),
                ("{", "e4", "1.0", "not JSON"),
            }
        )
        {
            var answer = await SendAsync(client, body, id, version);
            Counts(answer).ShouldBe((1, 0, 0, 1));
            answer.GetProperty("rejects")[0].GetProperty("reason").GetString()!.ShouldContain(reason);
        }
    }

    private static async Task<System.Text.Json.JsonElement> SendAsync(HttpClient client, string data, string id, string version = "1.0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/signals?source=s") { Content = data.AsJson() };
        foreach (var (name, value) in new[] { ("specversion", version), ("id", id), ("source", "/shop"), ("type", "survey.answered"), ("time", "2026-03-01T10:00:00Z") })
            request.Headers.TryAddWithoutValidation($"ce-{name}", value).ShouldBeTrue();
        return await (await client.SendAsync(request)).JsonAsync();
    }

    [Fact]
    public async Task Many_posts_at_once_are_each_answered_and_none_is_lost()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);
        var posts = Enumerable
            .Range(0, 400)
            .Select(number =>
                client.PostAsync(
                    "/api/signals?source=s",
                    $$"""{"externalId": "{{number % 300}}", "time": "2026-03-01T10:00:00Z", "customer": "c{{number % 50}}", "readings": [{"measure": "csat-5", "place": "shop/pay", "value": 4}]}""".AsJson()
                )
            );

        var answers = await Task.WhenAll(posts);

        var accepted = 0;
        foreach (var answer in answers)
            accepted += (await answer.JsonAsync()).GetProperty("accepted").GetInt32();
        accepted.ShouldBe(300);
        (await host.Services.GetRequiredService<ISignalStore>().ReadOverviewAsync(CancellationToken.None)).Signals.ShouldBe(300);
    }

    [Fact]
    public async Task Bad_batches_are_refused_clearly_and_whole()
    {
        await using var host = await TestHost.StartAsync(postgres, change: settings => settings with { MaxBatchBytes = 50_000 });
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals);

        (await (await client.PostAsync("/api/signals", "[]".AsJson())).JsonAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("source-missing");
        (await (await client.PostAsync("/api/signals?source=s", "".AsJson())).JsonAsync(HttpStatusCode.UnprocessableEntity))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("empty");
        (await (await client.PostAsync("/api/signals?source=s", "x".AsJson("text/html"))).JsonAsync(HttpStatusCode.UnsupportedMediaType))
            .GetProperty("code")
            .GetString()
            .ShouldBe("media-type");
        var large = await client.PostAsync("/api/signals?source=s", new string('x', 60_000).AsJson());
        (await large.JsonAsync(HttpStatusCode.RequestEntityTooLarge)).GetProperty("detail").GetString()!.ShouldContain("smaller parts");
        var cut = await client.PostAsync("/api/signals?source=s", """[{"externalId": "1", "time": "2026-03-01T10:00:00Z"}""".AsJson());
        await cut.JsonAsync(HttpStatusCode.UnprocessableEntity);
        (await host.Services.GetRequiredService<ISignalStore>().ReadOverviewAsync(CancellationToken.None)).Signals.ShouldBe(0);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        (await client.GetAsync("/api/signals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var scope = host.Services.CreateAsyncScope();
        var token = (await scope.ServiceProvider.GetRequiredService<PeopleQueries>().ReadTokensAsync(Actor.Operator, CancellationToken.None)).ShouldHaveSingleItem();

        (await scope.ServiceProvider.GetRequiredService<MakeToken>().RevokeAsync(Actor.Operator, token.Id, CancellationToken.None)).Ok.ShouldBeTrue();

        var answer = await client.PostAsync("/api/signals?source=s", "[]".AsJson());
        (await answer.JsonAsync(HttpStatusCode.Unauthorized)).GetProperty("code").GetString().ShouldBe("not-signed-in");
    }

    private static (int, int, int, int) Counts(System.Text.Json.JsonElement receipt) =>
        (
            receipt.GetProperty("read").GetInt32(),
            receipt.GetProperty("accepted").GetInt32(),
            receipt.GetProperty("duplicate").GetInt32(),
            receipt.GetProperty("rejected").GetInt32()
        );
}

using System.Text.Json;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Picture;

/// <summary>Page, API and command line are three windows on one board.</summary>
public sealed class SameNumbersTests(PostgresServer postgres)
{
    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task The_Picture_is_the_same_everywhere(Provider provider)
    {
        string? connection = null;
        await using var host = await TestHost.StartAsync(
            postgres,
            provider,
            settings =>
            {
                connection = settings.Postgres;
                return settings;
            }
        );
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Signals, Scope.Read);
        var batch = Enumerable
            .Range(0, 60)
            .Select(number =>
                $$"""{"externalId": "{{number}}", "time": "2026-0{{1 + (number % 6)}}-10T10:00:00Z", "customer": "c{{number % 45}}", "readings": [{"measure": "csat-5", "place": "shop/pay/card", "value": {{1 + (number % 4)}}}]}"""
            );
        await (await client.PostAsync("/api/signals?source=s", $"[{string.Join(',', batch)}]".AsJson())).JsonAsync();

        var api = await (await client.GetAsync("/api/picture?period=2026-Q2")).JsonAsync();
        var (code, output, error) = await RedthreadProgram.RunAsync(host.Folder, connection, "picture", "--period", "2026-Q2", "--json");
        using var viewer = await host.SignedInAsync(Role.Viewer);
        var page = await viewer.PageAsync("/?period=2026-Q2&view=table");

        code.ShouldBe(0, error);
        JsonSerializer.Serialize(JsonDocument.Parse(output).RootElement).ShouldBe(JsonSerializer.Serialize(api));
        var pay = api.EnumerateArray().Single(cell => cell.GetProperty("stage").GetString() == "pay");
        pay.GetProperty("n").GetInt64().ShouldBe(30);
        pay.GetProperty("state").GetString().ShouldBe("weak");

        var score = pay.GetProperty("score").GetDouble();
        score.ShouldBeInRange(pay.GetProperty("low").GetDouble(), pay.GetProperty("high").GetDouble());
        page.Body!.TextContent.ShouldContain(Math.Round(score, MidpointRounding.AwayFromZero).ToString("0"));
        api.EnumerateArray().Single(cell => cell.GetProperty("stage").GetString() == "find").GetProperty("state").GetString().ShouldBe("no-data");
    }

    [Fact]
    public async Task A_terminal_of_eighty_columns_breaks_no_word()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        var (code, output, error) = await RedthreadProgram.RunAsync(host.Folder, null, "picture");
        code.ShouldBe(0, error);
        var lines = output.Split('\n');
        lines.ShouldAllBe(line => line.Length <= 80 || line.StartsWith("The Picture"));
        lines.ShouldContain(line => line.TrimEnd() == "Shop online");
        lines.ShouldContain(line => line.StartsWith("Receive it"));
        lines.ShouldContain(line => line.Contains("95 % interval"));
    }
}

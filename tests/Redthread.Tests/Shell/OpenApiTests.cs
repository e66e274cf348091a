using System.Text.Json;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Shell;

public sealed class OpenApiTests(PostgresServer postgres)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task The_description_of_the_API_changes_only_knowingly()
    {
        await using var host = await TestHost.StartAsync(postgres);
        using var client = await host.WithTokenAsync(Scope.Read);

        var document = await (await client.GetAsync("/api/openapi.json")).JsonAsync();

        Snapshot.Matches("openapi.json", JsonSerializer.Serialize(document, Indented));
    }
}

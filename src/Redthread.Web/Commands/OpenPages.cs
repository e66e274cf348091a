using Microsoft.EntityFrameworkCore;
using Redthread.Data;

namespace Redthread.Web.Commands;

/// <summary>A server that runs beside the command hears of changes by the store's version.</summary>
internal static class OpenPages
{
    public static async Task TellAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<RedthreadContext>>().CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlRawAsync("UPDATE store_state SET version = version + 1", cancel);
    }
}

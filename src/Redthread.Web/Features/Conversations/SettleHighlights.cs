using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Conversations;
using Redthread.Domain.Signals;

namespace Redthread.Web.Features.Conversations;

/// <summary>At the start: what a crash left half done. Quotations that may not be out are taken back, those that may and are not are brought out.</summary>
public sealed class SettleHighlights(IServiceScopeFactory scopes, IDbContextFactory<RedthreadContext> contexts, ILogger<SettleHighlights> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await RunAsync(scope.ServiceProvider.GetRequiredService<PublishHighlights>(), scope.ServiceProvider.GetRequiredService<ISignalStore>(), contexts, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(failure, "Quotations that a crash left half done could not be settled; they are at the next start.");
        }
    }

    /// <summary>O(highlights of conversations that may not be quoted + highlights that wait).</summary>
    public static async Task RunAsync(PublishHighlights publish, ISignalStore signals, IDbContextFactory<RedthreadContext> contexts, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context
            .Conversations.AsNoTracking()
            .Where(row => row.Highlights.Any(one => one.SentAt != null && (one.SignalId == null || one.Quotation == null || row.Consent != Consent.Quotations)))
            .Include(row => row.Highlights)
            .ToListAsync(cancel);
        var taken = false;
        foreach (var row in rows)
        {
            var gone = row.Highlights.FindAll(one => one.SentAt is not null && (!row.MayBeQuoted || one.Quotation is null));
            taken |= gone.Count > 0;
            if (gone.Count > 0)
                await publish.TakeBackAsync(Actor.Operator, row.Id, [.. gone.Select(one => one.Id)], cancel);
            await publish.HandleAsync(Actor.Operator, row.Id, cancel);
        }

        if (taken)
            await signals.ForgetWritesAsync(cancel);
    }
}

using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Frameworks;

namespace Redthread.Web.Features.Frameworks;

/// <summary>How the use cases of this feature load a framework.</summary>
internal static class FrameworkStore
{
    public static IQueryable<Framework> Whole(RedthreadContext context) =>
        context
            .Frameworks.Include(framework => framework.Stages)
            .Include(framework => framework.Weights)
            .Include(framework => framework.Teams)
                .ThenInclude(team => team.Team)
            .AsSplitQuery();

    /// <summary>The one draft that is being worked on, if any.</summary>
    public static Task<Framework?> DraftAsync(RedthreadContext context, CancellationToken cancel) =>
        Whole(context).Where(framework => framework.AgreedAt == null && framework.RetiredAt == null).OrderByDescending(framework => framework.Number).FirstOrDefaultAsync(cancel);

    public static Task<Framework?> AgreedAsync(RedthreadContext context, CancellationToken cancel) =>
        Whole(context)
            .Where(framework => framework.AgreedAt != null && framework.RetiredAt == null)
            .OrderByDescending(framework => framework.AgreedAt)
            .ThenByDescending(framework => framework.Number)
            .FirstOrDefaultAsync(cancel);

    public static async Task<int> NextNumberAsync(RedthreadContext context, CancellationToken cancel) =>
        1 + (await context.Frameworks.MaxAsync(framework => (int?)framework.Number, cancel) ?? 0);
}

using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Activities;
using Redthread.Domain.People;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Activities;

public static class ActivityEndpoints
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/activity", PageAsync).Needs(Permission.ViewActivity);

    private static async Task<IResult> PageAsync(HttpContext http, IDbContextFactory<RedthreadContext> contexts, int? page, Guid? of, CancellationToken cancel)
    {
        var number = Math.Clamp(page ?? 1, 1, 1_000_000);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var query = context.Activities.AsNoTracking().Where(activity => of == null || activity.ObjectId == of);
        IReadOnlyList<Activity> activities = await query
            .OrderByDescending(activity => activity.At)
            .ThenByDescending(activity => activity.Id)
            .Skip((number - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(cancel);
        return Pages.Page<ActivityPage>(
            new
            {
                Frame = http.Frame("Activity", "activity"),
                Activities = activities,
                Total = await query.CountAsync(cancel),
                Number = number,
                Size = PageSize,
            }
        );
    }
}

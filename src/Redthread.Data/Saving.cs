using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Redthread.Domain;

namespace Redthread.Data;

public static class Saving
{
    /// <summary>Saves, or says that another writer came first: changed the same version, or took the same key or number. Then nothing of this was saved.</summary>
    public static async Task<Error?> TrySaveAsync(this RedthreadContext context, CancellationToken cancel)
    {
        try
        {
            await context.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateException failure)
            when (failure is DbUpdateConcurrencyException || failure.InnerException is DbException { SqlState: "23505" } or SqliteException { SqliteErrorCode: 19 })
        {
            return Error.Stale;
        }
    }
}

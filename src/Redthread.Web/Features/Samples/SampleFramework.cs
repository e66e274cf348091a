using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Web.Features.Frameworks;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's framework, drafted by its steward and signed by its teams one after the other.</summary>
public sealed class SampleFramework(IDbContextFactory<RedthreadContext> contexts, SaveFramework save, SignFramework sign)
{
    public async Task<Error?> AgreeAsync(SamplePeople.Made people, CancellationToken cancel)
    {
        var saved = await save.HandleAsync(people.Steward, new SaveFramework.Request(SampleFiles.Framework, null), cancel);
        if (saved.Error is { } error)
            return error;
        var fingerprint = await FingerprintAsync(cancel);
        foreach (var (team, member) in people.Members)
        {
            if ((await sign.SignAsync(member, saved.Value.Number, new SignFramework.Request(team, fingerprint), cancel)).Error is { } unsigned)
                return unsigned;
        }

        return null;
    }

    private async Task<string> FingerprintAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var names = await FrameworkNames.LoadAsync(context, cancel);
        return names.FingerprintOf((await FrameworkStore.DraftAsync(context, cancel))!);
    }
}

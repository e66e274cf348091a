using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Frameworks;
using Redthread.Domain.Signals;
using Redthread.Tests.Features.Measures;
using Redthread.Tests.Support;
using Redthread.Web.Features.Frameworks;

namespace Redthread.Tests.Features.Frameworks;

public class SignaturesTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_last_signature_agrees_the_framework_and_retires_the_one_before(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        await bench.AddBasicsAsync();
        var (service, product) = (await bench.AddTeamAsync("service"), await bench.AddTeamAsync("product"));
        await bench.SaveAsync(Bench.Simple());
        var sole = (await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new(await bench.FingerprintAsync()), Bench.Cancel)).Value;
        sole.Number.ShouldBe(1);

        (await bench.SaveAsync(Bench.Simple("service", "product") with { FreshnessDays = 90 })).Value.Number.ShouldBe(2);
        (await bench.Get<AgreeFramework>().HandleAsync(Actor.Operator, new(null), Bench.Cancel)).Error!.Code.ShouldBe("signatures-missing");
        var read = await bench.FingerprintAsync();
        var sign = bench.Get<SignFramework>();
        (await sign.SignAsync(service, 2, new("product", read), Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await sign.SignAsync(Actor.Operator, 2, new("service", read), Bench.Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await sign.SignAsync(service, 2, new("service", read), Bench.Cancel)).Value.Scores.ShouldBeNull();
        (await sign.SignAsync(product, 2, new("product", read), Bench.Cancel)).Value.Scores.ShouldNotBeNull();

        await using var context = bench.Context();
        var frameworks = await context.Frameworks.Include(row => row.Teams).OrderBy(row => row.Number).ToListAsync(Bench.Cancel);
        frameworks.Select(row => row.State).ShouldBe([FrameworkState.Retired, FrameworkState.Agreed]);
        frameworks[1].Teams.ShouldAllBe(team => team.SignedBy!.StartsWith("somebody"));
        frameworks[0].RetiredAt.ShouldBe(frameworks[1].AgreedAt);
        (await bench.Get<ISignalStore>().ReadFrameworkAsync(Bench.Cancel)).ShouldBe(frameworks[1].Id);
        (await bench.Get<RefreshScores>().IsNeededAsync(Bench.Cancel)).ShouldBeFalse();
        (await sign.WithdrawAsync(service, 2, "service", Bench.Cancel)).Error!.Code.ShouldBe("not-draft");
    }

    [Fact]
    public async Task An_edit_takes_signatures_away_and_one_signs_only_what_one_read()
    {
        await using var bench = await Bench.NewAsync(postgres, Provider.Sqlite);
        await bench.AddBasicsAsync();
        var service = await bench.AddTeamAsync("service");
        await bench.AddTeamAsync("product");
        await bench.SaveAsync(Bench.Simple("service", "product"));
        var read = await bench.FingerprintAsync();
        var sign = bench.Get<SignFramework>();
        (await sign.SignAsync(service, 1, new("service", read), Bench.Cancel)).Ok.ShouldBeTrue();
        (await bench.SaveAsync(Bench.Simple("service", "product"))).Value.ShouldBe(new SaveFramework.Saved(1, 2, false, false, 0));
        (await bench.SaveAsync(Bench.Simple("service", "product") with { MinimumN = 50 })).Value.SignaturesRemoved.ShouldBe(1);
        (await sign.SignAsync(service, 1, new("service", read), Bench.Cancel)).Error.ShouldBe(Error.Stale);
        (await sign.SignAsync(service, 1, new("service", null), Bench.Cancel)).Error.ShouldBe(Error.Stale);
        (await sign.SignAsync(service, 1, new("service", await bench.FingerprintAsync()), Bench.Cancel)).Ok.ShouldBeTrue();
        (await sign.WithdrawAsync(service, 1, "service", Bench.Cancel)).Ok.ShouldBeTrue();
        await using var context = bench.Context();
        (await context.FrameworkTeams.CountAsync(team => team.SignedAt != null, Bench.Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Teams_that_sign_at_once_do_not_miss_each_other(Provider provider)
    {
        await using var bench = await Bench.NewAsync(postgres, provider);
        await bench.AddBasicsAsync();
        var keys = new[] { "a", "b", "c", "d" };
        var signers = new List<Actor>();
        foreach (var key in keys)
            signers.Add(await bench.AddTeamAsync(key));
        await bench.SaveAsync(Bench.Simple(keys));
        var read = await bench.FingerprintAsync();
        var results = await Task.WhenAll(keys.Select((key, index) => Task.Run(() => bench.Get<SignFramework>().SignAsync(signers[index], 1, new(key, read), Bench.Cancel))));
        results.ShouldAllBe(result => result.Ok);
        results.Count(result => result.Value.Scores is not null).ShouldBe(1);
    }
}

using System.Net;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Imports;

public sealed class UploadLimitTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_file_over_the_limit_is_refused_with_the_limit_and_not_as_a_form_too_old()
    {
        await using var host = await TestHost.StartAsync(postgres, change: settings => settings with { MaxUploadBytes = 1 << 19 });
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        var token = (await steward.PageAsync("/imports")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(new byte[1 << 20]), "file", "file.csv" },
        };

        using var answer = await steward.PostAsync("/imports", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("larger than the 0.5 MB");
        text.ShouldContain("Nothing was kept");
    }
}

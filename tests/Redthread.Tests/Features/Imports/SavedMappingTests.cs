using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Redthread.Domain.People;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.Imports;

public sealed class SavedMappingTests(PostgresServer postgres)
{
    private const string Iso = "id,when,sat\n1,2026-03-10T08:05:00Z,4\n2,2026-03-11T09:00:00Z,5\n";

    [Fact]
    public async Task A_saved_mapping_is_found_again_by_name_and_can_be_put_aside()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await SaveAsync(steward);

        var page = await UploadAsync(steward, Iso.Replace("1,2026", "7,2026", StringComparison.Ordinal));
        page.Body!.TextContent.ShouldContain("The saved mapping “our-survey” was found again");
        page.Body!.TextContent.ShouldContain("year first, as written");

        var action = page.QuerySelector("form[action$='/guess']")!.GetAttribute("action")!;
        using var answer = await steward.SubmitAsync(action.Replace("/guess", "", StringComparison.Ordinal), action, []);
        var guessed = await steward.PageAsync(action.Replace("/guess", "", StringComparison.Ordinal));
        guessed.Body!.TextContent.ShouldNotContain("was found again");
        guessed.QuerySelector("textarea[name=mapping]")!.TextContent.ShouldNotContain("get-connected");
    }

    /// <summary>The order of an earlier file's dates is no proof of this one's.</summary>
    [Theory]
    [InlineData("id;when;sat\n1;9.3.10 8:05;4\n2;10.3.10 9:00;5\n", "could be day-month or month-day")]
    [InlineData("id,when,sat\n1,05/11/2016 12:00:00 AM,4\n2,06/11/2016 12:00:00 AM,5\n", "could be day-month or month-day")]
    public async Task Ambiguous_dates_ask_also_under_a_saved_mapping(string file, string asked)
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await SaveAsync(steward);

        var page = await UploadAsync(steward, file);
        page.Body!.TextContent.ShouldContain("was found again");
        page.Body!.TextContent.ShouldContain(asked);
        page.Body!.TextContent.ShouldNotContain("signals as they would land");
    }

    [Fact]
    public async Task A_file_that_shares_one_column_only_is_guessed()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var steward = await host.SignedInAsync(Role.Steward);
        await SaveAsync(steward);

        (await UploadAsync(steward, "ticket,day,sat\n1,2026-03-10,4\n")).Body!.TextContent.ShouldNotContain("was found again");
    }

    private static async Task SaveAsync(HttpClient steward)
    {
        var page = await UploadAsync(steward, Iso);
        var start = page.QuerySelector("form[action$='/start']")!.GetAttribute("action")!;
        const string mapping =
            "externalId: { columns: [id] }\ntime: { columns: [when], order: ymd }\nreadings:\n  - { columns: [sat], measure: csat-5, place: get-connected/order }\n";
        using var answer = await steward.SubmitAsync(
            start.Replace("/start", "", StringComparison.Ordinal),
            start,
            new()
            {
                ["mapping"] = mapping,
                ["source"] = "Survey",
                ["saveAs"] = "Our survey",
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<IHtmlDocument> UploadAsync(HttpClient browser, string text)
    {
        var token = (await browser.PageAsync("/imports")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "survey.csv" },
        };
        using var answer = await browser.PostAsync("/imports", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return await browser.PageAsync(answer.Headers.Location!.ToString());
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Redthread.Domain.People;
using Redthread.Tests.Support;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Tests.Ingestion.Files;

/// <summary>Whatever is uploaded as a text is read in the encoding it has: spreadsheets seldom save UTF-8.</summary>
public sealed class WholeTextTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-1", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void A_text_is_read_as_it_was_written(string encoding, bool mark)
    {
        const string Text = "externalId,title\nA-1,Bücher für Köln\nA-2,Café Señor\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var form = Encoding.GetEncoding(encoding);
        WholeText.Of([.. mark ? form.GetPreamble() : [], .. form.GetBytes(Text)]).ShouldBe(Text);
    }

    [Fact]
    public async Task Roadmaps_terms_and_notes_come_in_from_Latin_1()
    {
        await using var host = await TestHost.StartAsync(postgres);
        await Ground.LayAsync(host.Services);
        using var client = await host.WithTokenAsync(Scope.Read, Scope.Threads);
        using var solutions = await client.PostAsync("/api/imports/solutions", Latin1("externalId,title\nA-1,Bücher für Köln\n", "text/csv"));
        solutions.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetStringAsync("/api/solutions?format=csv")).ShouldContain("Bücher für Köln");
        using var decisions = await client.PostAsync("/api/imports/decisions", Latin1("externalId,title\nA-1,Bücher für Köln\n", "text/csv"));
        (await client.GetStringAsync("/api/decisions?format=csv")).ShouldContain("Bücher für Köln");
        using var terms = await client.PostAsync("/api/imports/terms", Latin1("word,definition\nKündigung,Wer geht\n", "text/csv"));
        (await client.GetStringAsync("/api/terms")).ShouldNotContain("\uFFFD");

        using var browser = await host.SignedInAsync(Role.Steward);
        (await UploadAsync(browser, "/solutions/import", "/solutions/files", "externalId,title\nA-2,Straße\n")).ShouldBe(HttpStatusCode.OK);
        (await client.GetStringAsync("/api/solutions?format=csv")).ShouldContain("Straße");
        (await UploadAsync(browser, "/notes", "/notes/files", "date,text\n2026-01-02,Grüße aus Köln\n")).ShouldBe(HttpStatusCode.OK);
        (await browser.PageAsync("/notes")).Body!.TextContent.ShouldContain("Grüße aus Köln");
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient browser, string page, string action, string text)
    {
        var token = (await browser.PageAsync(page)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { Latin1(text, "text/csv"), "file", "file.csv" } };
        using var answer = await browser.PostAsync(action, form);
        return answer.StatusCode;
    }

    private static ByteArrayContent Latin1(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.BrowserTests;

/// <summary>A stranger with a CSV of contacts reaches the answer to “where do customers repeat themselves, and what does it cost?”.</summary>
public sealed class ContactsTests(TelecomSite site) : IClassFixture<TelecomSite>
{
    [Fact]
    public async Task From_a_csv_of_contacts_to_what_repeats_cost()
    {
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await page.GotoAsync("/");
        await visit.FollowAsync("Journeys");
        await visit.FollowAsync("Actual journeys");
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "contacts.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(Csv()),
                }
            );
        await visit.ScreenshotAsync("contacts-upload");
        await visit.PressAsync("Upload and look");
        await page.WaitForURLAsync(new Regex(@"/actual-journeys/\d+$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("30 % of customers come back within 7 days");
        await page.GetByLabel("Cost of one contact").FillAsync("6.5");
        await visit.PressAsync("Work it out");
        await Assertions.Expect(page.Locator(".log-answer")).ToContainTextAsync("90 repeat contacts × 6.50 = 585 in");
        await visit.ScreenshotAsync("contacts-answer");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visit.ScreenshotAsync("contacts-answer-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.Locator("#h-flow").ScrollIntoViewIfNeededAsync();
        await page.Locator(".flowmap-node").First.ClickAsync();
        await page.WaitForURLAsync("**/cases?**");
        await visit.ScreenshotAsync("contacts-cases");
        visit.ShouldHaveNoComplaints();

        var log = Regex.Match(page.Url, @"/actual-journeys/\d+").Value;
        foreach (
            var address in new[]
            {
                "",
                "?tab=repeats",
                "?tab=waits",
                "?tab=variants",
                "?tab=calls",
                "?tab=file",
                "/cases",
                "/case?name=T1",
                "/conformance",
                "/conformance?journey=join",
            }
        )
            await Soundness.ShouldHoldAsync(visit, log + address);
        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync($"{log}?cost=6.5");
        await visit.ScreenshotAsync("contacts-answer-phone");
    }

    [Fact]
    public async Task The_contacts_of_a_service_desk_are_drawn()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Redthread.slnx")))
            folder = folder.Parent;
        var data = Environment.GetEnvironmentVariable("REDTHREAD_DATA") ?? Path.Combine(folder!.FullName, "..", "shared", "data");
        var file = Path.Combine(data, "contacts", "CallCenter.csv");
        Assert.SkipUnless(File.Exists(file), $"The real data is not here: {file}");
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await page.GotoAsync("/actual-journeys");
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(file);
        await visit.PressAsync("Upload and look");
        await Assertions.Expect(page.Locator(".subtitle")).ToContainTextAsync("3,885 cases, 7,548 events");
        await page.SetViewportSizeAsync(1440, 1800);
        await visit.ScreenshotAsync("contacts-service-desk");
    }

    [Fact]
    public async Task An_object_centric_log_asks_which_of_its_objects_are_the_cases()
    {
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await UploadAsync(visit, "orders.json", Ocel);
        var cases = page.GetByLabel("Objects that are the cases");
        await Assertions.Expect(cases.Locator("option")).ToHaveTextAsync(["choose", "customer (2 objects, 2 events)", "order (2 objects, 3 events)"]);
        await Soundness.ShouldHoldAsync(visit, new Uri(page.Url).AbsolutePath);
        await cases.SelectOptionAsync("order");
        await page.GetByLabel("Objects that are the customers").SelectOptionAsync("customer");
        await visit.PressAsync("Read it so");
        await Assertions.Expect(page.Locator(".subtitle")).ToContainTextAsync("2 cases, 4 events, 2 customers");
        visit.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_log_of_calls_tells_how_many_end_without_a_person()
    {
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        var text = new StringBuilder("Call ID,Activity,Time\n");
        for (var call = 0; call < 60; call++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"call {call},Menu,2026-03-02T09:{call:00}:00Z\ncall {call},{(call % 3 == 0 ? "Hung up" : "Agent")},2026-03-02T09:{call:00}:{10 + (call % 40)}Z\n"
            );
        await UploadAsync(visit, "calls.csv", text.ToString());
        await visit.FollowAsync("Menu and queue");
        await Assertions.Expect(page.Locator("#h-calls")).ToHaveTextAsync("33.3 % of calls end without a person");
        await Soundness.ShouldHoldAsync(visit, new Uri(page.Url).PathAndQuery);
        visit.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_log_goes_on_with_next_months_file_and_is_kept_beside_a_plan()
    {
        const string Header = "call,activity,time\n";
        const string March = Header + "c1,Asks,2026-03-02T09:00:00Z\nc1,Is answered,2026-03-02T09:10:00Z\nc2,Asks,2026-03-30T09:00:00Z\n";
        const string April = Header + "c2,Asks,2026-03-30T09:00:00Z\nc2,Is answered,2026-04-01T09:00:00Z\nc3,Asks,soon\nc3,Is answered,2026-04-02T09:00:00Z\n";
        await using var visit = await site.SignedInAsync(Role.Steward);
        var page = visit.Page;
        await UploadAsync(visit, "march.csv", March);
        var log = new Uri(page.Url).AbsolutePath;
        await visit.FollowAsync("File");
        await page.Locator("#add input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "april.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(April),
                }
            );
        await visit.PressAsync("Add to the log");
        await Assertions.Expect(page.Locator(".alert.good")).ToContainTextAsync("4 events read = 2 accepted + 1 duplicate + 1 left out");
        await Assertions.Expect(page.Locator(".log-leftout")).ToContainTextAsync("1 case with an event missing is not counted");
        foreach (var address in new[] { "?tab=file", "?tab=waits", "?holes=1" })
            await Soundness.ShouldHoldAsync(visit, log + address);
        await page.GotoAsync($"{log}/conformance?journey=join");
        await page.Locator("select[multiple]").First.SelectOptionAsync("Asks");
        await visit.PressAsync("Keep and compare");
        await Assertions.Expect(page.Locator(".log-kept")).ToContainTextAsync("compared again whenever the log grows");
        await Soundness.ShouldHoldAsync(visit, $"{log}/conformance");
        await Soundness.ShouldHoldAsync(visit, "/journeys/join");
        await page.GotoAsync("/journeys/join");
        await Assertions.Expect(page.Locator(".lived")).ToContainTextAsync("of 2 cases follow the plan");
        visit.ShouldHaveNoComplaints();
    }

    private static async Task UploadAsync(Visit visit, string name, string text)
    {
        await visit.Page.GotoAsync("/actual-journeys");
        await visit
            .Page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = "application/octet-stream",
                    Buffer = Encoding.UTF8.GetBytes(text),
                }
            );
        await visit.PressAsync("Upload and look");
        await visit.Page.WaitForURLAsync(new Regex(@"/actual-journeys/\d+$"));
    }

    private const string Ocel = """
        {"objectTypes": [], "eventTypes": [],
         "objects": [{"id": "anna", "type": "customer"}, {"id": "bert", "type": "customer"}, {"id": "o1", "type": "order"}, {"id": "o2", "type": "order"}],
         "events": [{"id": "e1", "type": "place", "time": "2026-01-01T00:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "anna"}]},
                    {"id": "e2", "type": "place", "time": "2026-01-02T00:00:00Z", "relationships": [{"objectId": "o2"}, {"objectId": "bert"}]},
                    {"id": "e3", "type": "ship", "time": "2026-01-03T00:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "o2"}]}]}
        """;

    // 200 customers call; 60 come back by e-mail, 30 of these call again; each within the week.
    private static string Csv()
    {
        var text = new StringBuilder("Ticket,Activity,Time,Customer ID,Channel\n");
        var first = new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
        for (var customer = 1; customer <= 200; customer++)
        {
            var at = first.AddDays(customer % 56).AddMinutes(customer);
            void Row(string what, DateTime when, string channel) =>
                text.Append(CultureInfo.InvariantCulture, $"T{customer},{what},{when:yyyy-MM-ddTHH:mm:ssZ},C{customer},{channel}\n");
            Row("Incoming call", at, "phone");
            Row("Answered", at.AddMinutes(4), "phone");
            if (customer <= 60)
                Row("Incoming e-mail", at.AddDays(2), "e-mail");
            if (customer <= 30)
                Row("Incoming call", at.AddDays(3), "phone");
            Row("Closed", at.AddDays(customer <= 60 ? 4 : 1), "desk");
        }

        return text.ToString();
    }
}

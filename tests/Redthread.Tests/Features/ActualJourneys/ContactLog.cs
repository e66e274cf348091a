using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using Redthread.Tests.Support;

namespace Redthread.Tests.Features.ActualJourneys;

/// <summary>
/// A small file of contacts whose figures can be told by heart: twenty customers call on a Monday; the first eight come back by e-mail two days later, and four of
/// these call a third time a day after that. All calls are answered after ten minutes.
/// </summary>
internal static class ContactLog
{
    public static string Csv(string caseColumn = "Ticket")
    {
        var text = new StringBuilder($"{caseColumn},What,When,Customer,Channel\n");
        var monday = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
        void Row(int customer, string what, DateTime at, string channel) =>
            text.Append(CultureInfo.InvariantCulture, $"T{customer},{what},{at:yyyy-MM-ddTHH:mm:ssZ},C{customer},{channel}\n");
        for (var customer = 1; customer <= 20; customer++)
        {
            var at = monday.AddDays(7 * (customer % 5)).AddMinutes(customer);
            Row(customer, "Incoming call", at, "phone");
            Row(customer, "Answered", at.AddMinutes(10), "phone");
            if (customer <= 8)
                Row(customer, "Incoming e-mail", at.AddDays(2), "e-mail");
            if (customer <= 4)
                Row(customer, "Incoming call", at.AddDays(3), "phone");
        }

        return text.ToString();
    }

    /// <summary>Uploads as the form of the page does; answers where it leads.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(this HttpClient browser, string csv, string file = "contacts.csv", params (string Name, string Value)[] fields)
    {
        var page = await browser.PageAsync("/actual-journeys");
        var token = ((IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", file);
        return await browser.PostAsync("/actual-journeys", form);
    }
}

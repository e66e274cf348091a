using System.Globalization;
using System.Text;
using Redthread.Domain;
using Redthread.Web.Features.ActualJourneys;

namespace Redthread.Web.Features.Samples;

/// <summary>Two event logs of the made-up operator: calls through menu and queue, and installations that are laid beside the journey Get connected.</summary>
public sealed class SampleLogs(KeepLog keep, AddToLog add, KeepComparison compare)
{
    public const string Calls = "Sample calls";
    public const string Installations = "Sample installations";
    public const string CallsAboutVisits = "Incoming call: visit";
    public const double CallAgainAboutVisits = SampleCalls.VisitRepeats;
    public const string Moved = SampleInstallations.Moved;
    public const double MovedBefore = SampleInstallations.MovedBefore;

    /// <summary>The last month of installations came as a file of its own, which begins a week before the first one ends.</summary>
    private const int FirstFileEnds = 4;

    private const int SecondFileBegins = 5;

    public async Task<Error?> LoadAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        var customers = new SampleCustomers(300);
        var calls = new SampleCalls(calendar, customers).Rows();
        if ((await UploadAsync(steward, Calls, SampleEvent.Csv("call", calls), cancel)).Error is { } unread)
            return unread;
        var visits = new SampleInstallations(calendar, customers).Rows();
        var (ends, begins) = (calendar.WeeksBefore(FirstFileEnds), calendar.WeeksBefore(SecondFileBegins));
        var kept = await UploadAsync(steward, Installations, SampleEvent.Csv("order", visits.Where(one => one.At < ends)), cancel);
        if (kept.Error is { } unkept)
            return unkept;
        using var more = Stream(SampleEvent.Csv("order", visits.Where(one => one.At >= begins)));
        if ((await add.HandleAsync(steward, kept.Value.Number, "sample-installations-last-month.csv", more, cancel)).Error is { } unadded)
            return unadded;
        return (await compare.HandleAsync(steward, kept.Value.Number, new("get-connected", 0, journey => [.. journey.LiveStages.Select(Done)]), cancel)).Error;
    }

    private Task<Result<Domain.Journeys.UploadedLog>> UploadAsync(Actor steward, string name, string csv, CancellationToken cancel) =>
        keep.UploadAsync(steward, $"{Key.From(name)}.csv", name, new LogMapping(), Stream(csv), cancel);

    private static ComparedStage Done(Domain.Journeys.Stage stage) =>
        stage.Key switch
        {
            "book-a-visit" => new(stage.Id, [SampleInstallations.Booked], false, false),
            "wait-for-visit" => new(stage.Id, [SampleInstallations.Reminded], false, false),
            "visit" => new(stage.Id, [SampleInstallations.AtTheDoor, SampleInstallations.Tested], false, true),
            "first-evening" => new(stage.Id, [SampleInstallations.SetUp], false, false),
            _ => new(stage.Id, [SampleInstallations.Opened], true, false),
        };

    private static MemoryStream Stream(string csv) => new(Encoding.UTF8.GetBytes(csv));
}

/// <param name="At">UTC.</param>
internal sealed record SampleEvent(string Case, string Activity, DateTime At, string Customer, string Channel)
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ssZ";

    /// <summary>Of what takes time.</summary>
    public DateTime? End { get; init; }

    public static string Csv(string caseColumn, IEnumerable<SampleEvent> events)
    {
        var text = new StringBuilder($"{caseColumn},activity,time,end,customer,channel\n");
        foreach (var one in events)
        {
            var end = one.End?.ToString(Moment, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{one.Case},{one.Activity},{one.At.ToString(Moment, CultureInfo.InvariantCulture)},{end},{one.Customer},{one.Channel}\n");
        }

        return text.ToString();
    }
}

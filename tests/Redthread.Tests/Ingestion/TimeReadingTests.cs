using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion;

public class TimeReadingTests
{
    [Theory]
    [InlineData("9.3.10 8:05", "order: dmy", "2010-03-09T08:05:00")]
    [InlineData("05/11/2016 12:00:00 AM", "order: mdy", "2016-05-11T00:00:00")]
    [InlineData("05/11/2016 12:30 PM", "order: mdy", "2016-05-11T12:30:00")]
    [InlineData("10/03/09", "order: ymd", "2010-03-09T00:00:00")]
    [InlineData("2016-05-11", "", "2016-05-11T00:00:00")]
    [InlineData("2016-05-11T10:20:30.5Z", "", "2016-05-11T10:20:30.5")]
    [InlineData("2016-05-11T10:20:30+02:00", "", "2016-05-11T08:20:30")]
    [InlineData("2016-05-11 10:20 -0530", "", "2016-05-11T15:50:00")]
    [InlineData("20160511", "", "2016-05-11T00:00:00")]
    [InlineData("11 May 2016 7:00", "", "2016-05-11T07:00:00")]
    [InlineData("May 11, 2016", "", "2016-05-11T00:00:00")]
    [InlineData("11-May-16", "", "2016-05-11T00:00:00")]
    [InlineData("1462961430", "", "2016-05-11T10:10:30")]
    [InlineData("1462961430500", "", "2016-05-11T10:10:30.5")]
    [InlineData("1462961430", "format: unix", "2016-05-11T10:10:30")]
    [InlineData("42501.354166666664", "format: excel", "2016-05-11T08:30:00")]
    [InlineData("2016;131", "format: \"yyyy;'131'\"", "2016-01-01T00:00:00")]
    public void Times_are_read_as_written(string text, string declared, string expected) =>
        Read(text, declared, "UTC")
            .Signal!.OccurredAt.ShouldBe(
                DateTime.Parse(expected, null, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal)
            );

    /// <summary>New year's day is in the new year everywhere.</summary>
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/Los_Angeles")]
    public void A_date_alone_is_that_day_in_every_zone(string zone)
    {
        foreach (var text in new[] { "2016-01-01", "1 Jan 2016", "2016-01-01 00:00" })
            Read(text, "", zone).Signal!.OccurredAt.ShouldBe(new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Read("", "fallback: 2016-01-01", zone).Signal!.OccurredAt.Year.ShouldBe(2016);
    }

    [Theory]
    [InlineData("2016-01-01", "7@2016")]
    [InlineData("2016-01-01 00:30", "7@2016")]
    [InlineData("2015-12-31T23:30:00Z", "7@2016")]
    [InlineData("2015-12-31 23:30", "7@2015")]
    public void Ids_that_start_again_each_year_do_so_by_the_mappings_own_calendar(string text, string expected)
    {
        using var file = new TempFile($"id,when\n7,{text}\n");

        IngestionSetup.Read(file, "timeZone: Europe/Berlin\nexternalId: { columns: [id], uniqueWithin: year }\ntime: [when]").Signals.Single().ExternalId.ShouldBe(expected);
    }

    [Theory]
    [InlineData("2016-07-01 12:00", "2016-07-01T10:00:00")]
    [InlineData("2016-01-01 12:00", "2016-01-01T11:00:00")]
    [InlineData("2016-03-27 02:30", "2016-03-27T01:30:00")]
    public void The_zone_counts_even_in_the_hour_that_spring_skips(string text, string expected) =>
        Read(text, "", "Europe/Berlin").Signal!.OccurredAt.ToString("s").ShouldBe(expected);

    [Theory]
    [InlineData("13/13/2016", "order: dmy", RejectCodes.TimeUnreadable)]
    [InlineData("2016-02-30", "", RejectCodes.TimeUnreadable)]
    [InlineData("2016-05-11T25:00", "", RejectCodes.TimeUnreadable)]
    [InlineData("2016-05-11 10:20 nonsense", "", RejectCodes.TimeUnreadable)]
    [InlineData("12", "order: dmy", RejectCodes.TimeUnreadable)]
    [InlineData("99999999999999999999", "format: unix", RejectCodes.TimeUnreadable)]
    [InlineData("2030-01-01", "", RejectCodes.TimeInFuture)]
    public void What_is_no_time_is_rejected(string text, string declared, string code) => Read(text, declared, "UTC").Reject!.Code.ShouldBe(code);

    [Theory]
    [InlineData("12")]
    [InlineData("")]
    public void A_bare_day_number_or_nothing_takes_the_files_fallback(string text) =>
        Read(text, "fallback: [{ file: \"other*\", date: 2001-01-01 }, { file: \"ANSWERS*\", date: 2010-05-15 }]", "UTC")
            .Signal!.OccurredAt.ShouldBe(new DateTime(2010, 5, 15, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void A_broken_date_does_not_take_the_fallback() => Read("15. Mai", "fallback: 2010-05-15", "UTC").Reject!.Code.ShouldBe(RejectCodes.TimeUnreadable);

    [Fact]
    public void Date_and_time_of_day_may_have_columns_of_their_own()
    {
        using var file = new TempFile("day,clock\n2016-05-11,9:05 PM\n2016-05-11,\n");

        IngestionSetup
            .Read(file, "time: { columns: [day], timeOfDay: [clock] }")
            .Signals.Select(signal => signal.OccurredAt.TimeOfDay)
            .ShouldBe([new TimeSpan(21, 5, 0), TimeSpan.Zero]);
    }

    [Fact]
    public void A_name_is_unknown_to_an_empty_vocabulary()
    {
        using var file = new TempFile("when,segment\n2016-05-11,x\n");

        IngestionSetup.Read(file, "time: [when]\nsegment: [segment]", new Vocabulary()).Rejects.Single().Code.ShouldBe(RejectCodes.SegmentUnknown);
    }

    private static SignalResult Read(string text, string declared, string zone)
    {
        using var temp = new TempFile($"id,when\n1,\"{text}\"\n");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        var yaml = $"timeZone: {zone}\ntime:\n  columns: [when]\n{(declared.Length > 0 ? $"  {declared}\n" : "")}";
        var reader = SignalReader.Create(file.Rows, Mapping.Parse(yaml).Value.ShouldNotBeNull(), IngestionSetup.Context(), IngestionSetup.File).Value.ShouldNotBeNull();
        reader.Read().ShouldBeTrue();
        return reader.Current;
    }
}

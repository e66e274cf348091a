using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Mappings;

public class MappingTests
{
    [Fact]
    public void The_documented_example_is_read_and_survives_being_written()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Root, "docs", "mappings.md"));
        var yaml = page.Split("```yaml\n")[1].Split("```")[0];
        var mapping = Mapping.Parse(yaml);

        mapping.Faults.ShouldBeEmpty();
        mapping.Value!.Readings.Count.ShouldBeGreaterThan(1);
        Mapping.Parse(mapping.Value.ToYaml()).Value!.ToYaml().ShouldBe(mapping.Value.ToYaml());
    }

    [Fact]
    public void Every_field_survives_being_written_and_read_again()
    {
        var mapping = Mapping
            .Parse(
                """
                timeZone: Europe/Berlin
                format: { type: csv, delimiter: tab, encoding: windows-1252, decimalComma: true, sheet: "1" }
                externalId: { join: [[a, b], [c]], uniqueWithin: month }
                time: { columns: [when], timeOfDay: [clock], order: dmy, format: "d.M.yyyy H:mm", fallback: [{ file: "*10*", date: 2010-05-01 }, 2011-01-02] }
                segment: { columns: [s], values: { yes: business, "1": private }, constant: "true" }
                verbatim: { columns: [text], place: shop/pay, needs: [pay-quickly] }
                readings: [{ columns: [x, "*y"], measure: csat, place: shop/pay, blank: [0], notUsed: ["n/a"], values: { good: 4.5 } }]
                """
            )
            .Value.ShouldNotBeNull();
        var again = Mapping.Parse(mapping.ToYaml()).Value.ShouldNotBeNull();

        again.ToYaml().ShouldBe(mapping.ToYaml());
        again.Format.ShouldBe(mapping.Format);
        again.Format.Delimiter.ShouldBe('\t');
        again.Time.Fallback.ShouldBe([new FallbackDate("*10*", new DateOnly(2010, 5, 1)), new FallbackDate(null, new DateOnly(2011, 1, 2))]);
        again.ExternalId!.Parts.Select(part => part.Count).ShouldBe([2, 1]);
        again.ExternalId.UniqueWithin.ShouldBe(UniqueWithin.Month);
        again.Segments.Single().Values["yes"].ShouldBe("business");
        again.Segments.Single().Constant.ShouldBe("true");
        again.Readings.Single().Values["good"].ShouldBe(4.5);
        again.Verbatims.Single().Needs.ShouldBe(["pay-quickly"]);
    }

    [Fact]
    public void Several_segment_columns_survive_being_written_and_read_again()
    {
        var mapping = Mapping.Parse("time: when\nsegment:\n  - { columns: [plan, tariff], values: { b: business } }\n  - { columns: [region] }").Value.ShouldNotBeNull();
        var again = Mapping.Parse(mapping.ToYaml()).Value.ShouldNotBeNull();

        again.Segments.Select(field => string.Join('|', field.Columns)).ShouldBe(["plan|tariff", "region"]);
        again.Segments[0].Values["b"].ShouldBe("business");
        Mapping.Parse("time: when\nsegment: [plan, tariff]").Value!.Segments.ShouldHaveSingleItem().Columns.ShouldBe(["plan", "tariff"]);
    }

    [Fact]
    public void A_second_column_of_segments_is_guessed_when_its_values_are_others()
    {
        var vocabulary = IngestionSetup.Vocabulary with
        {
            Segments = new Dictionary<string, Guid>(IngestionSetup.Vocabulary.Segments) { ["north"] = Guid.CreateVersion7(), ["south"] = Guid.CreateVersion7() },
        };
        using var temp = new TempFile(
            "when,plan,lives in,bought as\n"
                + string.Concat(
                    Enumerable
                        .Range(1, 9)
                        .Select(day => $"2020-01-0{day},{(day % 2 == 0 ? "business" : "private")},{(day % 3 == 0 ? "north" : "south")},{(day % 4 == 0 ? "business" : "private")}\n")
                )
        );
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        MappingGuess.From(file.Inspection, vocabulary).Mapping.Segments.Select(field => field.Columns.Single()).ShouldBe(["plan", "lives in"]);
    }

    [Theory]
    [InlineData("time: [a]\nreadngs: []", FaultCodes.MappingFieldUnknown, 2, "\"readings\"")]
    [InlineData("time:\n  colums: [a]", FaultCodes.MappingFieldUnknown, 2, "\"columns\"")]
    [InlineData("time: [a]\nreadings:\n  - { columns: [a], mesure: x, place: y, measure: z }", FaultCodes.MappingFieldUnknown, 3, "\"measure\"")]
    [InlineData("time: { columns: [a], order: dym }", FaultCodes.MappingValueInvalid, 1, "ymd, dmy, mdy")]
    [InlineData("time: [a]\ntimeZone: Mars/Base", FaultCodes.MappingValueInvalid, 2, "Mars/Base")]
    [InlineData("time: [a]\nformat: { encoding: klingon }", FaultCodes.MappingValueInvalid, 2, "klingon")]
    [InlineData("time: { columns: [a], fallback: soon }", FaultCodes.MappingValueInvalid, 1, "soon")]
    [InlineData("weight: [a]", FaultCodes.MappingValueInvalid, 1, "time")]
    [InlineData("time: [a\n b: ]: c", FaultCodes.MappingSyntax, null, "YAML")]
    [InlineData("", FaultCodes.MappingSyntax, null, "empty")]
    [InlineData("just text", FaultCodes.MappingValueInvalid, 1, "fields")]
    public void What_is_wrong_is_named_with_its_line(string yaml, string code, int? line, string named)
    {
        var fault = Mapping.Parse(yaml).Faults.ShouldHaveSingleItem();

        fault.Code.ShouldBe(code);
        fault.Message.ShouldContain(named);
        if (line is not null)
        {
            fault.Line.ShouldBe(line);
        }
    }

    /// <summary>Each customer answers once in this wave, and again in the next, which is no duplicate.</summary>
    [Theory]
    [InlineData("Customer ID")]
    [InlineData("customer_id")]
    [InlineData("CustomerID")]
    [InlineData("User ID")]
    [InlineData("Member ID")]
    [InlineData("Patient ID")]
    [InlineData("Customer number")]
    [InlineData("Kunde")]
    public void Who_answered_is_not_taken_for_the_answers_id(string name)
    {
        var draft = Guessed($"{name},when,csat card\n" + string.Concat(Enumerable.Range(1, 40).Select(row => $"K{row},2026-02-03,{(row % 5) + 1}\n")));

        draft.Mapping.ExternalId.ShouldBeNull();
        draft.Mapping.Customer!.Columns.ShouldBe([name]);
        draft.Questions.ShouldContain(question => question.Field == "externalId");
    }

    [Fact]
    public void A_unique_column_that_is_not_named_as_an_id_is_asked_about_and_a_remark_stays_a_verbatim()
    {
        var draft = Guessed("Abonné,when,Comment\nA1,2026-02-03,Fine and quick\nA2,2026-02-04,Far too slow\nA3,2026-02-05,Nobody came\n");

        draft.Mapping.ExternalId.ShouldBeNull();
        draft.Mapping.Verbatims.Single().Columns.ShouldBe(["Comment"]);
        draft.Questions.Single(question => question.Field == "externalId").Choices.ShouldContain("Abonné");
        Guessed("account_id,when,response id\n7001,2026-02-03,1\n7002,2026-02-04,2\n").Mapping.ExternalId!.Parts.Single().ShouldBe(["response id"]);
    }

    private static MappingDraft Guessed(string text)
    {
        using var temp = new TempFile(text);
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        return MappingGuess.From(file.Inspection, IngestionSetup.Vocabulary);
    }

    [Fact]
    public void A_guess_finds_the_columns_and_asks_what_it_cannot_know()
    {
        using var temp = new TempFile(
            "response_id,INTDATE,customer_id,segment,channel,weight,csat card,mood,comment\n"
                + string.Concat(
                    Enumerable
                        .Range(1, 40)
                        .Select(row =>
                            $"{row},0{row % 9 + 1}/0{row % 7 + 1}/2020,c{row % 9},business,web,1.{row},{row % 5 + 1},{row % 7},\"A remark that is long enough, number {row}\"\n"
                        )
                )
        );
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        var draft = MappingGuess.From(file.Inspection, IngestionSetup.Vocabulary);

        draft.Mapping.ExternalId!.Parts.Single().ShouldBe(["response_id"]);
        draft.Mapping.Time.Columns.ShouldBe(["INTDATE"]);
        draft.Mapping.Customer!.Columns.ShouldBe(["customer_id"]);
        draft.Mapping.Segments.Single().Columns.ShouldBe(["segment"]);
        draft.Mapping.Channel!.Columns.ShouldBe(["channel"]);
        draft.Mapping.Weight!.Columns.ShouldBe(["weight"]);
        draft.Mapping.Verbatims.Single().Columns.ShouldBe(["comment"]);
        draft
            .Mapping.Readings.Select(reading => (reading.Columns[0], reading.Measure, reading.Place))
            .ShouldBe([("csat card", "csat", "shop/pay/card"), ("mood", "csat", MappingGuess.Unanswered)]);
        draft.Questions.Single(question => question.Field == "time.order").Text.ShouldBe("The date order of INTDATE is ambiguous (02/02/2020): day-month or month-day?");
        draft.Questions.ShouldContain(question => question.Field == "readings[1].place");
        Mapping.Parse(draft.Mapping.ToYaml()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("contacts/CallCenter.csv", "Start Date", DateOrderEvidence.DayMonthYear)]
    [InlineData("patient-comments/patient-comments-2021-2022.csv", "Date", DateOrderEvidence.Contradictory)] // 30/09/2021 and 10/17/2021
    [InlineData("contacts/ae_attendances.csv", "period", DateOrderEvidence.YearMonthDay)]
    [InlineData("airport-survey/sfo-2016.csv", "INTDATE", DateOrderEvidence.MonthDayYear)]
    public void Real_files_prove_their_date_order(string path, string column, DateOrderEvidence order)
    {
        var inspection = FileInspector.Inspect(SharedData.Require(path)).Value.ShouldNotBeNull();

        inspection.Column(column)!.DateOrder.ShouldBe(order);
        MappingGuess.From(inspection, IngestionSetup.Vocabulary).Mapping.Time.Columns.ShouldHaveSingleItem();
    }
}

using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Mappings;

/// <summary>A mapping goes to select boxes and back without loss, whatever it says that they cannot.</summary>
public class MappingColumnsTests
{
    private static readonly string[] Columns = ["no", "run", "when", "clock", "who", "plan", "region", "via", "w", "lang", "said", "also said", "q1", "q2", "spare"];
    private static readonly FileChoice AsIs = new(null, null, null);

    private static readonly Mapping Full = Mapping
        .Parse(
            """
            timeZone: Europe/Berlin
            format: { delimiter: tab, encoding: windows-1252, decimalComma: true }
            externalId: { join: [[RUN, run], [no]], uniqueWithin: month }
            time: { columns: [date, when], timeOfDay: [clock], order: dmy, fallback: [{ file: "*10*", date: 2010-05-01 }] }
            customer: { columns: [client, who], values: { x: y } }
            account: { constant: ACME }
            segment:
              - { columns: [plan], values: { b: business } }
              - { columns: [region] }
            channel: { columns: [via], values: { tel: phone }, constant: web }
            weight: w
            language: lang
            verbatim:
              - { columns: [said], place: shop/pay, needs: [pay-quickly] }
              - { columns: [also said] }
            readings:
              - { columns: [old q1, q1], measure: csat, place: shop/pay, blank: [0], notUsed: [6, n/a], values: { good: 4.5 } }
              - { columns: [q1], measure: nps, place: shop/find }
              - { columns: [another wave], measure: nps, place: shop/find }
              - { columns: [q2], measure: nps, place: "?" }
            """
        )
        .Value!;

    private static Mapping Change(FileChoice file, params (string Column, ColumnChoice Choice)[] choices) =>
        new MappingColumns(Columns, Full).With(file, choices.ToDictionary(choice => choice.Column, choice => choice.Choice)).Value.ShouldNotBeNull();

    [Fact]
    public void Every_column_says_what_it_is()
    {
        var seen = new MappingColumns(Columns, Full);

        Columns
            .Select(column => seen[column].Use)
            .ShouldBe([
                ColumnUse.ExternalId,
                ColumnUse.ExternalId,
                ColumnUse.Time,
                ColumnUse.TimeOfDay,
                ColumnUse.Customer,
                ColumnUse.Segment,
                ColumnUse.Segment,
                ColumnUse.Channel,
                ColumnUse.Weight,
                ColumnUse.Language,
                ColumnUse.Verbatim,
                ColumnUse.Verbatim,
                ColumnUse.Reading,
                ColumnUse.Reading,
                ColumnUse.None,
            ]);
        seen["q1"].ShouldBe(new ColumnChoice(ColumnUse.Reading, "csat", "shop/pay", "6, n/a"));
        seen["q2"].Place.ShouldBe("");
        seen.UsesOf("q1").Count().ShouldBe(2);
        seen.File.ShouldBe(new FileChoice("tab", "dmy", "comma"));
    }

    [Fact]
    public void Posting_what_was_shown_changes_nothing()
    {
        var seen = new MappingColumns(Columns, Full);
        var same = seen.With(seen.File, Columns.ToDictionary(column => column, column => seen[column])).Value.ShouldNotBeNull();

        same.ToYaml().ShouldBe(Full.ToYaml());
    }

    // For every column every use, and back again: all other columns stay what they were.
    [Fact]
    public void One_choice_touches_one_column()
    {
        foreach (var column in Columns)
        {
            foreach (var use in Enum.GetValues<ColumnUse>())
            {
                var choice = new ColumnChoice(
                    use,
                    use == ColumnUse.Reading ? "wait" : "",
                    use is ColumnUse.Reading or ColumnUse.Verbatim ? "shop/find" : "",
                    use == ColumnUse.Reading ? "99" : ""
                );
                var changed = Mapping.Parse(Change(AsIs, (column, choice)).ToYaml()).Value.ShouldNotBeNull($"{column} as {use}");
                var (was, seen) = (new MappingColumns(Columns, Full), new MappingColumns(Columns, changed));
                if (use != ColumnUse.None)
                    seen.UsesOf(column).ShouldContain(choice, $"{column} as {use}");
                foreach (var other in Columns.Where(other => other != column))
                {
                    var taken = was[other].Use == use && use is not (ColumnUse.ExternalId or ColumnUse.Segment or ColumnUse.Verbatim or ColumnUse.Reading);
                    seen.UsesOf(other).ShouldBe(taken ? [] : was.UsesOf(other), $"{other}, after {column} became {use}");
                }

                (changed.TimeZone, changed.Format, changed.ExternalId?.UniqueWithin, changed.Account!.Constant).ShouldBe((Full.TimeZone, Full.Format, UniqueWithin.Month, "ACME"));
                changed.Time.Fallback.ShouldBe(Full.Time.Fallback);
            }
        }
    }

    [Fact]
    public void What_select_boxes_cannot_say_stays()
    {
        var reading = Change(AsIs, ("q1", new ColumnChoice(ColumnUse.Reading, "csat", "shop/pay/card", "6, n/a"))).Readings[0];
        (reading.Place, string.Join('|', reading.Columns), string.Join('|', reading.Blank), string.Join('|', reading.NotUsed)).ShouldBe(
            ("shop/pay/card", "old q1|q1", "0", "6|n/a")
        );
        reading.Values["good"].ShouldBe(4.5);

        var verbatim = Change(AsIs, ("said", new ColumnChoice(ColumnUse.Verbatim, Place: "shop/find"))).Verbatims[0];
        (verbatim.Place, verbatim.Needs.Single()).ShouldBe(("shop/find", "pay-quickly"));

        // Names of other waves stay behind the new one, and the values with them.
        var customer = Change(AsIs, ("spare", new ColumnChoice(ColumnUse.Customer))).Customer!;
        (string.Join('|', customer.Columns), customer.Values["x"]).ShouldBe(("spare|client", "y"));
        Change(AsIs, ("via", new ColumnChoice(ColumnUse.None))).Channel!.Constant.ShouldBe("web");
        Change(AsIs, ("q1", new ColumnChoice(ColumnUse.None))).Readings.Select(field => string.Join('|', field.Columns)).ShouldBe(["old q1", "q1", "another wave", "q2"]);
        Change(AsIs, ("no", new ColumnChoice(ColumnUse.None))).ExternalId!.Parts.ShouldHaveSingleItem().ShouldBe(["RUN", "run"]);
    }

    [Theory]
    [InlineData("", "", "", null, null, null, null)]
    [InlineData(";", "mdy", "point", ';', DateOrder.MonthDayYear, null, false)]
    [InlineData("tab", "=unix", "comma", '\t', DateOrder.DayMonthYear, "unix", true)]
    public void The_form_of_the_file_is_chosen_too(string delimiter, string dates, string decimals, char? column, DateOrder? order, string? format, bool? comma)
    {
        var changed = Change(new FileChoice(delimiter, dates, decimals));

        (changed.Format.Delimiter, changed.Time.Order, changed.Time.Format, changed.Format.DecimalComma).ShouldBe((column, order, format, comma));
        changed.Format.Encoding.ShouldBe("windows-1252");
        new MappingColumns(Columns, changed).File.ShouldBe(new FileChoice(delimiter, dates, decimals));
    }

    [Fact]
    public void Text_and_boxes_can_be_changed_together()
    {
        var written = Full with { TimeZone = "UTC" };
        var changed = new MappingColumns(Columns, Full).With(AsIs, new Dictionary<string, ColumnChoice> { ["spare"] = new(ColumnUse.Weight) }, written).Value.ShouldNotBeNull();

        (changed.TimeZone, changed.Weight!.Columns.Single()).ShouldBe(("UTC", "spare"));
    }

    [Fact]
    public void Two_columns_cannot_both_be_the_time()
    {
        var choices = new Dictionary<string, ColumnChoice> { ["spare"] = new(ColumnUse.Time), ["q2"] = new(ColumnUse.Time) };

        new MappingColumns(Columns, Full).With(AsIs, choices).Faults.Single().Message.ShouldBe("Only one column can be the time; you chose “q2” and “spare”.");
    }
}

using System.Text;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion;

public class SignalReaderTests
{
    private const string Yaml = """
        timeZone: Europe/Berlin
        externalId: [id]
        time: { columns: [when], order: dmy }
        customer: [customer]
        account: [account]
        segment: { columns: [segment], values: { B: business, P: private } }
        channel: { columns: [channel], constant: web }
        weight: [weight]
        verbatim:
          - { columns: [comment], place: shop/pay, needs: [pay-quickly] }
          - { columns: [other] }
        readings:
          - { columns: [old name, paying], measure: csat, place: shop/pay/card, blank: [0], notUsed: [6, n/a], values: { good: 4 } }
          - { columns: [nps], measure: nps, place: shop/find }
        """;

    private const string Header = "id,when,customer,account,segment,channel,weight,comment,other,Paying ,nps\n";

    [Fact]
    public void A_row_becomes_a_signal()
    {
        using var file = new TempFile(Header + "s1,9.3.10 8:05, Anna ,ACME,b,phone,1.5,\"It╬ô├ç├ûs me, anna@mail.example\",and more,good,10\n");
        var (signals, rejects, reader) = IngestionSetup.Read(file, Yaml);

        rejects.ShouldBeEmpty();
        var signal = signals.Single();
        signal.ExternalId.ShouldBe("s1");
        signal.OccurredAt.ShouldBe(new DateTime(2010, 3, 9, 7, 5, 0, DateTimeKind.Utc));
        signal.OccurredAt.Kind.ShouldBe(DateTimeKind.Utc);
        signal.Customer.ShouldBe(IngestionSetup.Context().Pseudonym.Of("Anna"));
        signal.Account.ShouldBe("ACME");
        signal.SegmentIds.ShouldBe([IngestionSetup.Vocabulary.Segments["business"]]);
        signal.ChannelId.ShouldBe(IngestionSetup.Vocabulary.Channels["phone"]);
        signal.Weight.ShouldBe(1.5);
        signal.Verbatim.ShouldBe("It’s me, [e-mail]\n\nand more");
        signal.Readings.Select(reading => reading.Value).ShouldBe([4, 10]);
        signal.Readings[0].TouchpointId.ShouldBe(IngestionSetup.Vocabulary.Places["shop/pay/card"].TouchpointId);
        signal.Placements.Select(placement => placement.Kind).ShouldBe([PlacementKind.Stage, PlacementKind.Need]);
        reader.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Two_columns_may_each_say_a_segment()
    {
        var vocabulary = IngestionSetup.Vocabulary with
        {
            Segments = new Dictionary<string, Guid>(IngestionSetup.Vocabulary.Segments) { ["north"] = Guid.Parse("0198c000-0000-7000-8000-000000000023") },
        };
        const string Yaml = """
            time: when
            segment:
              - { columns: [plan], values: { b: business } }
              - { columns: [area, region] }
            """;
        using var file = new TempFile("when,plan,region\n2020-01-01,b,north\n2020-01-01,,North\n2020-01-01,private;north,north\n2020-01-01,b,south\n2020-01-01,,\n");
        var (signals, rejects, _) = IngestionSetup.Read(file, Yaml, vocabulary);

        var (business, home, north) = (vocabulary.Segments["business"], vocabulary.Segments["private"], vocabulary.Segments["north"]);
        signals
            .Select(signal => signal.SegmentIds.ToArray())
            .ShouldBe([
                [business, north],
                [north],
                [home, north],
                [],
            ]);
        var reject = rejects.ShouldHaveSingleItem();
        (reject.Column, reject.Code).ShouldBe(("region", RejectCodes.SegmentUnknown));
    }

    [Fact]
    public void Blank_and_not_used_are_no_readings_and_constants_fill_in()
    {
        using var file = new TempFile(Header + "1,1.2.2020,,,,,,,,0,\n2,1.2.2020,,,,,,,,N/A,3\n");
        var (signals, _, _) = IngestionSetup.Read(file, Yaml);

        signals.Select(signal => signal.Readings.Count).ShouldBe([0, 1]);
        signals.ShouldAllBe(signal => signal.ChannelId == IngestionSetup.Vocabulary.Channels["web"]);
        signals.ShouldAllBe(signal => signal.Customer == null && signal.Weight == 1 && signal.SegmentIds.Count == 0 && signal.Verbatim == null);
    }

    [Theory]
    [InlineData("1,,,,,,,,,,", RejectCodes.TimeMissing, "when")]
    [InlineData("1,yesterday,,,,,,,,,", RejectCodes.TimeUnreadable, "when")]
    [InlineData("1,31.2.2020,,,,,,,,,", RejectCodes.TimeUnreadable, "when")]
    [InlineData("1,3.3.2026,,,,,,,,,", RejectCodes.TimeInFuture, "when")]
    [InlineData("1,1.2.2020,,,busness,,,,,,", RejectCodes.SegmentUnknown, "segment")]
    [InlineData("1,1.2.2020,,,,fone,,,,,", RejectCodes.ChannelUnknown, "channel")]
    [InlineData("1,1.2.2020,,,,,-1,,,,", RejectCodes.WeightInvalid, "weight")]
    [InlineData("1,1.2.2020,,,,,NaN,,,,", RejectCodes.WeightInvalid, "weight")]
    [InlineData("1,1.2.2020,,,,,,,,7,", RejectCodes.ReadingOutOfScale, "Paying")]
    [InlineData("1,1.2.2020,,,,,,,,bad,", RejectCodes.ReadingNotANumber, "Paying")]
    [InlineData("1,1.2.2020,,,,,,,,Infinity,", RejectCodes.ReadingNotANumber, "Paying")]
    [InlineData("1,1.2.2020", RejectCodes.RowRagged, null)]
    public void What_does_not_fit_is_rejected_with_row_column_and_reason(string row, string code, string? column)
    {
        using var file = new TempFile(Header + "ok,1.2.2020,,,,,,,,,\n" + row + "\n");
        var (signals, rejects, reader) = IngestionSetup.Read(file, Yaml);

        signals.Count.ShouldBe(1);
        var reject = rejects.Single();
        (reject.Row, reject.Code, reject.Column, reject.RowText).ShouldBe((3, code, column, row));
        reject.Reason.ShouldNotBeEmpty();
        reader.Counts.RejectedByCode.ShouldBe(new Dictionary<string, long> { [code] = 1 });
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_nearest_known()
    {
        using var file = new TempFile(Header + "1,1.2.2020,,,busness,,,,,,\n");

        IngestionSetup.Read(file, Yaml).Rejects.Single().Reason.ShouldContain("\"business\"");
    }

    [Fact]
    public void A_row_a_day_ahead_of_the_clock_is_still_taken()
    {
        using var file = new TempFile(Header + "1,2.3.2026,,,,,,,,,\n");

        IngestionSetup.Read(file, Yaml).Signals.Count.ShouldBe(1);
    }

    [Fact]
    public void Names_the_mapping_and_the_file_do_not_have_are_faults_before_any_row()
    {
        using var temp = new TempFile("a,b\n1,2\n");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        var mapping = Mapping.Parse("externalId: [ident]\ntime: [dat]\nreadings: [{ columns: [x], measure: csta, place: shop/pey }]").Value!;
        var faults = SignalReader.Create(file.Rows, mapping, IngestionSetup.Context(), IngestionSetup.File, file.Inspection).Faults;

        faults
            .Select(fault => fault.Code)
            .ShouldBe([FaultCodes.PlaceUnknown, FaultCodes.MeasureUnknown, FaultCodes.ColumnMissing, FaultCodes.ColumnMissing, FaultCodes.NothingMapped]);
        faults[0].Message.ShouldContain("\"shop/pay\"");
        faults[1].Message.ShouldContain("\"csat\"");
    }

    [Theory]
    [InlineData("05/11/2016\n06/12/2016", null)]
    [InlineData("05/11/2016\n25/12/2016", 11)]
    [InlineData("05/11/2016\n12/25/2016", 5)]
    public void An_order_is_proved_or_asked_for_never_guessed(string dates, int? month)
    {
        using var temp = new TempFile("when\n" + dates);
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        var created = SignalReader.Create(file.Rows, Mapping.Parse("time: [when]").Value!, IngestionSetup.Context(), IngestionSetup.File, file.Inspection);

        created.Faults.Select(fault => fault.Code).ShouldBe(month is null ? [FaultCodes.DateOrderAmbiguous] : []);
        if (created.Ok)
        {
            created.Value.Read().ShouldBeTrue();
            created.Value.Current.Signal!.OccurredAt.Month.ShouldBe(month!.Value);
        }
    }

    [Fact]
    public void Without_inspection_an_undeclared_order_rejects_each_row_but_iso_is_read()
    {
        using var temp = new TempFile("when\n25/12/2016\n2016-12-25");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        var reader = SignalReader.Create(file.Rows, Mapping.Parse("time: [when]").Value!, IngestionSetup.Context(), IngestionSetup.File).Value!;

        reader.Read().ShouldBeTrue();
        reader.Current.Reject!.Code.ShouldBe(RejectCodes.TimeOrderUnknown);
        reader.Read().ShouldBeTrue();
        reader.Current.Signal!.ExternalId.ShouldBe("0123456789abcdef-3");
    }

    [Theory]
    [InlineData("source", "7")]
    [InlineData("year", "7@2020")]
    [InlineData("month", "7@2020-02")]
    [InlineData("day", "7@2020-02-01")]
    public void Ids_that_start_again_get_their_period(string within, string expected)
    {
        using var file = new TempFile("id,when\n7,2020-02-01\n");

        IngestionSetup.Read(file, $"externalId: {{ columns: [id], uniqueWithin: {within} }}\ntime: [when]").Signals.Single().ExternalId.ShouldBe(expected);
    }

    [Fact]
    public void Ids_of_several_columns_are_joined_and_one_without_a_part_is_the_rows_own()
    {
        using var file = new TempFile("run,id,when\n3,7,2020-02-01\n3,,2020-02-01\n");
        var (signals, _, _) = IngestionSetup.Read(file, "externalId: { join: [[run], [ID, respnum]] }\ntime: [when]");

        signals.Select(signal => signal.ExternalId).ShouldBe(["3-7", "0123456789abcdef-3"]);
    }

    [Fact]
    public void Decimal_commas_are_read_where_the_file_has_them()
    {
        using var file = new TempFile("when;score;weight\n2020-02-01;2,5;0,75\n2020-02-01;3,0;1,25\n2020-02-01;1.234;1\n");
        var (signals, rejects, _) = IngestionSetup.Read(file, "time: [when]\nweight: [weight]\nreadings: [{ columns: [score], measure: csat, place: shop/pay }]");

        signals.Select(signal => (signal.Readings[0].Value, signal.Weight)).ShouldBe([(2.5, 0.75), (3, 1.25)]);
        rejects.Single().Code.ShouldBe(RejectCodes.ReadingNotANumber);
    }

    [Fact]
    public void Rejects_written_corrected_and_read_again_are_taken_with_the_same_mapping()
    {
        using var file = new TempFile(Header + "s1,1.2.2020,,,,,,\"said \"\"no\"\", twice\",,77,1\n" + "s2,1.2.2020,,,,,,,,3,1\n" + "s3,1.2.2020,short\n");
        var (_, rejects, _) = IngestionSetup.Read(file, Yaml);
        using var written = new StringWriter();
        RejectFile.Write(written, Header.Trim().Split(',').Select(name => name.Trim()).ToList(), ',', rejects);
        written.ToString().ShouldStartWith("rejected row,rejected column,reject reason,id,when,");

        var corrected = written.ToString().Replace(",77,1", ",5,1").Replace("s3,1.2.2020,short", "s3,1.2.2020,short,,,,,,,,");
        using var again = new TempFile([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(corrected)]);
        var (signals, left, _) = IngestionSetup.Read(again, Yaml);

        left.ShouldBeEmpty();
        signals.Select(signal => signal.ExternalId).ShouldBe(["s1", "s3"]);
        signals[0].Verbatim.ShouldBe("said \"no\", twice");
    }

    [Fact]
    public void Rejects_of_json_come_back_as_csv_with_the_same_mapping()
    {
        const string Json = "format: { type: json }\ntime: [when]\nreadings: [{ columns: [a.score], measure: csat, place: shop/pay }]";
        using var file = new TempFile("""[{"when":"2020-02-01","a":{"score":9}},{"when":"2020-02-01","a":{"score":2}}]""", ".json");
        var (_, rejects, _) = IngestionSetup.Read(file, Json);
        using var written = new StringWriter();
        RejectFile.Write(written, ["when", "a.score"], ',', rejects);
        using var again = new TempFile(written.ToString().Replace("2020-02-01,9", "2020-02-01,3"));

        IngestionSetup.Read(again, Json).Signals.Single().Readings.Single().Value.ShouldBe(3);
    }

    [Fact]
    public void The_steps_are_a_list_that_can_be_shown() =>
        SignalReader.Steps.ShouldBe(["shape", "time", "external id", "customer", "account", "segment", "channel", "weight", "readings", "verbatim", "repair", "mask", "language"]);
}

using System.Text;
using Redthread.Web.Ingestion;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion;

public class LiveBatchTests
{
    private const string Item =
        """{"externalId":"a1","time":"2020-02-01T10:00:00+02:00","customer":"Anna","segment":"business","channel":"web","weight":2,"verbatim":"call +49 30 1234567 &amp; co","places":["shop/pay"],"readings":[{"measure":"csat","place":"shop/pay/card","value":4}]}""";

    [Theory]
    [InlineData("application/json", "{0}")]
    [InlineData("application/json; charset=utf-8", "[{0}]")]
    [InlineData("application/x-ndjson", "{0}\n")]
    public void A_native_item_is_taken(string contentType, string shape)
    {
        var signal = Parse(string.Format(null, shape, Item), contentType).Single().Signal.ShouldNotBeNull();

        signal.ExternalId.ShouldBe("a1");
        signal.OccurredAt.ShouldBe(new DateTime(2020, 2, 1, 8, 0, 0, DateTimeKind.Utc));
        signal.Verbatim.ShouldBe("call [phone] & co");
        signal.Weight.ShouldBe(2);
        signal.Readings.Single().Value.ShouldBe(4);
        signal.Placements.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("application/cloudevents+json", "{0}")]
    [InlineData("application/cloudevents-batch+json", "[{0}]")]
    [InlineData("application/json", "[{0}]")]
    public void A_cloud_event_gives_id_and_time(string contentType, string shape)
    {
        const string Event =
            """{"specversion":"1.0","id":"e-9","source":"/shop","type":"survey","time":"2021-05-06T07:08:09Z","data":{"readings":[{"measure":"NPS","place":"shop/find","value":9}]}}""";
        var signal = Parse(string.Format(null, shape, Event), contentType).Single().Signal.ShouldNotBeNull();

        (signal.ExternalId, signal.OccurredAt).ShouldBe(("e-9", new DateTime(2021, 5, 6, 7, 8, 9, DateTimeKind.Utc)));
        signal.Readings.Single().Value.ShouldBe(9);
    }

    [Theory]
    [InlineData("""{"time":"2020-02-01"}""", RejectCodes.ItemInvalid, "externalId")]
    [InlineData("""{"externalId":"1"}""", RejectCodes.TimeMissing, "time")]
    [InlineData("""{"externalId":"1","time":"01/02/2020"}""", RejectCodes.TimeOrderUnknown, "time")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","wieght":1}""", RejectCodes.ItemInvalid, "wieght")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","segment":"x"}""", RejectCodes.SegmentUnknown, "segment")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","readings":[{"measure":"cst","place":"shop/pay","value":1}]}""", RejectCodes.MeasureUnknown, "readings[0]")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","readings":[{"measure":"csat","place":"shop","value":1}]}""", RejectCodes.PlaceUnknown, "readings[0]")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","readings":[{"measure":"csat","place":"shop/pay","value":9}]}""", RejectCodes.ReadingOutOfScale, "readings[0]")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","readings":[{"measure":"csat","place":"shop/pay","value":"x"}]}""", RejectCodes.ReadingNotANumber, "readings[0]")]
    [InlineData("""{"externalId":"1","time":"2020-02-01","readings":7}""", RejectCodes.ItemInvalid, "readings")]
    [InlineData("""{"specversion":"1.0","id":"1","time":"2020-02-01T00:00:00Z"}""", RejectCodes.ItemInvalid, "data")]
    [InlineData("""{"specversion":"0.3","id":"1","data":{}}""", RejectCodes.ItemInvalid, "specversion")]
    [InlineData("7", RejectCodes.ItemInvalid, null)]
    public void One_bad_item_does_not_stop_the_others(string bad, string code, string? field)
    {
        var results = Parse($"[{Item},{bad},{Item}]", "application/json");

        results.Select(result => result.Signal is not null).ShouldBe([true, false, true]);
        var reject = results[1].Reject!;
        (reject.Row, reject.Code, reject.Column).ShouldBe((2, code, field));
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("x", "text/html")]
    [InlineData("[{\"externalId\":\"1\",\"time\":\"2020-02-01\"}", "application/json")]
    public void A_batch_that_cannot_be_read_whole_is_refused_whole(string body, string contentType) =>
        LiveBatch.Parse(Encoding.UTF8.GetBytes(body), contentType, IngestionSetup.Context()).Faults.Single().Code.ShouldBe(FaultCodes.BatchFormat);

    private static IReadOnlyList<SignalResult> Parse(string body, string contentType) =>
        LiveBatch.Parse(Encoding.UTF8.GetBytes(body), contentType, IngestionSetup.Context()).Value.ShouldNotBeNull();
}

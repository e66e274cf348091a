using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.Samples;

/// <summary>Names of the sample as what the store knows them by.</summary>
internal sealed class SampleNames(Vocabulary vocabulary, CustomerPseudonym pseudonym)
{
    private readonly Dictionary<string, byte[]> pseudonyms = [];

    public NewReading Reading(string measure, string place, double value)
    {
        var at = vocabulary.Places[place];
        return new NewReading(vocabulary.Measures[measure].Id, at.StageId, at.TouchpointId, value);
    }

    public Guid Segment(string key) => vocabulary.Segments[key];

    public Guid Channel(string key) => vocabulary.Channels[key];

    public IReadOnlyList<NewPlacement> Placements(SampleStage stage, PlacementOrigin origin) =>
        [new(PlacementKind.Stage, vocabulary.Places[stage.Path].StageId, origin), new(PlacementKind.Need, vocabulary.Needs[stage.Need], origin)];

    /// <summary>A signal of a customer, with what belongs to every signal of theirs.</summary>
    public NewSignal Signal(string externalId, DateTime at, SampleCustomer customer, string channel) =>
        new()
        {
            ExternalId = externalId,
            OccurredAt = at,
            Customer = PseudonymOf(customer.Key),
            Account = customer.Account,
            SegmentIds = [Segment(customer.Segment)],
            ChannelId = Channel(channel),
        };

    private byte[] PseudonymOf(string key) => pseudonyms.TryGetValue(key, out var known) ? known : pseudonyms[key] = pseudonym.Of(key);
}

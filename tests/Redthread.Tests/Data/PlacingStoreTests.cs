using Redthread.Data.Signals;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;

namespace Redthread.Tests.Data;

/// <summary>What the classifier may place, and what it must leave alone.</summary>
public sealed class PlacingStoreTests(PostgresServer postgres)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Guid[] Stages = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
    private static readonly Guid Need = Guid.CreateVersion7();

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task What_somebody_said_is_never_overwritten(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var ids = await AppendAsync(store, 5);
        await store.PlaceAsync(ids[0], By(PlacementOrigin.Hand, Stages[0]), "a steward", remove: false, Cancel);
        await store.SetWaitingAsync(ids[1], false, Cancel);
        await store.PlaceAllAsync([Sure(ids[2], Stages[0])], "classifier", Cancel);
        await store.PlaceAsync(ids[2], By(PlacementOrigin.Classifier, Stages[0]), "a steward", remove: true, Cancel);

        var placed = await store.PlaceAllAsync(
            [
                .. ids.SelectMany(id => new[] { Sure(id, Stages[0]), Sure(id, Stages[1]) }).Where(row => row.SignalId != ids[2] || row.Placement.TargetId == Stages[0]),
                Sure(999, Stages[0]),
            ],
            "classifier",
            Cancel
        );

        placed.ShouldBe(4);
        var rows = (await store.ReadSignalsAsync(new SignalQuery(), Cancel)).ToDictionary(row => row.Id);
        rows[ids[0]].Placements.ShouldHaveSingleItem().ShouldBe(new StoredPlacement(PlacementKind.Stage, Stages[0], PlacementOrigin.Hand, "a steward"));
        (rows[ids[1]].Placements.Count, rows[ids[1]].Waiting).ShouldBe((0, false));
        (rows[ids[2]].Placements.Count, rows[ids[2]].Waiting).ShouldBe((0, true));
        rows[ids[3]].Placements.Select(row => row.TargetId).ShouldBe([Stages[0], Stages[1]], ignoreOrder: true);
        rows[ids[3]].Placements.ShouldAllBe(row => row.Origin == PlacementOrigin.Classifier && row.PlacedBy == "classifier" && row.Confidence == 0.93);
        rows[ids[3]].Waiting.ShouldBeFalse();
        var version = await store.ReadVersionAsync(Cancel);
        (await store.PlaceAllAsync([Sure(ids[3], Stages[0]), Sure(ids[0], Stages[2])], "classifier", Cancel)).ShouldBe(0);
        (await store.ReadVersionAsync(Cancel)).ShouldBe(version);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Refused_places_stay_refused_through_a_rebuild_and_a_person_may_give_them_again(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var id = (await AppendAsync(store, 1))[0];
        await store.PlaceAllAsync([Sure(id, Stages[0])], "classifier", Cancel);
        await store.PlaceAsync(id, By(PlacementOrigin.Classifier, Stages[0]), "a steward", remove: true, Cancel);
        await store.RebuildAsync(ScoringRules.None, Cancel);
        (await store.ReadSignalsAsync(new SignalQuery { StageId = Stages[0] }, Cancel)).ShouldBeEmpty();
        (await store.PlaceAllAsync([Sure(id, Stages[0])], "classifier", Cancel)).ShouldBe(0);
        (await store.ReadOverviewAsync(Cancel)).Waiting.ShouldBe(1);

        await store.PlaceAsync(id, By(PlacementOrigin.Hand, Stages[0]), "a steward", remove: false, Cancel);
        (await store.ReadSignalsAsync(new SignalQuery { StageId = Stages[0] }, Cancel)).ShouldHaveSingleItem().Waiting.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Everything_that_teaches_is_read_back(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var ids = await AppendAsync(store, 6, new NewPlacement(PlacementKind.Stage, Stages[2], PlacementOrigin.Mapping));
        await store.PlaceAsync(ids[0], By(PlacementOrigin.Hand, Stages[0]), "a steward", remove: false, Cancel);
        await store.PlaceAsync(ids[0], new NewPlacement(PlacementKind.Need, Need, PlacementOrigin.Hand), "a steward", remove: false, Cancel);
        await store.PlaceAsync(ids[5], By(PlacementOrigin.Mapping, Stages[2]), "a steward", remove: true, Cancel);
        await store.SetWaitingAsync(ids[1], false, Cancel);
        await store.PlaceAllAsync([Sure(ids[2], Stages[1])], "classifier", Cancel);

        var read = await store.ReadPlacedAsync(new(10, 10, [(PlacementKind.Stage, Stages[2]), (PlacementKind.Need, Need)]), Cancel);

        read.Confirmed.Select(row => row.SignalId).ShouldBe([ids[0], ids[1], ids[5]]);
        read.Confirmed[0].Placements.Select(row => row.TargetId).ShouldBe([Stages[0], Need], ignoreOrder: true);
        (read.Confirmed[1].NoStage, read.Confirmed[0].NoStage).ShouldBe((true, false));
        (read.Confirmed[2].NoStage, read.Confirmed[2].Refused.ShouldHaveSingleItem()).ShouldBe((false, Stages[2]));
        read.Given.ShouldBeEmpty();
        (await store.ReadPlacedAsync(new(2, 10, []), Cancel)).Confirmed.Select(row => row.SignalId).ShouldBe([ids[1], ids[5]]);
    }

    private static NewPlacement By(PlacementOrigin origin, Guid stage) => new(PlacementKind.Stage, stage, origin);

    private static SignalPlacement Sure(long id, Guid stage) => new(id, new NewPlacement(PlacementKind.Stage, stage, PlacementOrigin.Classifier, 0.93));

    /// <param name="last">Where a mapping places the last one.</param>
    private static async Task<List<long>> AppendAsync(RelationalSignalStore store, int count, NewPlacement? last = null)
    {
        var signals = Enumerable
            .Range(0, count)
            .Select(at => new NewSignal
            {
                ExternalId = $"{at}",
                OccurredAt = new DateTime(2026, 3, 1, at, 0, 0, DateTimeKind.Utc),
                Verbatim = $"Nobody answers call {at}",
                Placements = last is { } placement && at == count - 1 ? [placement] : [],
            })
            .ToList();
        await store.AppendAsync(new SignalBatch(Guid.CreateVersion7(), signals, DateTime.UnixEpoch), ScoringRules.None, Cancel);
        return [.. (await store.ReadSignalsAsync(new SignalQuery { AfterId = 0 }, Cancel)).Select(row => row.Id)];
    }
}

using Dapper;
using Redthread.Data.Signals;
using Redthread.Domain.Signals;
using Redthread.Tests.Support;

namespace Redthread.Tests.Data;

/// <summary>One body for both databases: what holds on SQLite holds on PostgreSQL.</summary>
public sealed class SignalStoreTests(PostgresServer postgres)
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Guid Source = Guid.CreateVersion7();
    private static readonly Guid[] Stages = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
    private static readonly Guid[] Measures = [.. Enumerable.Range(0, 2).Select(_ => Guid.CreateVersion7())];
    private static readonly Guid[] Segments = [.. Enumerable.Range(0, 2).Select(_ => Guid.CreateVersion7())];
    private static readonly Guid[] Channels = [.. Enumerable.Range(0, 2).Select(_ => Guid.CreateVersion7())];

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Twice_the_same_batch_changes_nothing(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var batch = new SignalBatch(Source, Random(1, 200), DateTime.UnixEpoch);

        var first = await store.AppendAsync(batch, Rules(1), Cancel);
        var before = await DumpAsync(test.Store);
        var second = await store.AppendAsync(batch, Rules(1), Cancel);

        first.Accepted.ShouldBe(200);
        first.Readings.ShouldBe(batch.Signals.Sum(signal => signal.Readings.Count));
        (second.Accepted, second.Duplicate, second.Readings).ShouldBe((0, 200, 0));
        second.New.ShouldAllBe(isNew => !isNew);
        (await DumpAsync(test.Store)).ShouldBe(before);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Rebuilding_gives_what_appending_gave(Provider provider)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            await using var test = await TestStore.NewAsync(postgres, provider);
            using var store = new RelationalSignalStore(test.Store);
            await store.RebuildAsync(Rules(1), Cancel);
            foreach (var chunk in Random(seed, 400).Chunk(70))
                await store.AppendAsync(new SignalBatch(Source, chunk, DateTime.UnixEpoch), Rules(1), Cancel);
            var appended = await DumpAsync(test.Store);

            await store.RebuildAsync(Rules(1), Cancel);

            Compare(await DumpAsync(test.Store), appended);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_new_framework_rebuilds_by_itself_before_the_next_batch(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var signals = Random(3, 300);
        await store.AppendAsync(new SignalBatch(Source, signals[..200], DateTime.UnixEpoch), Rules(1), Cancel);
        var second = Rules(5);
        await store.AppendAsync(new SignalBatch(Source, signals[200..], DateTime.UnixEpoch), second, Cancel);
        var followed = await DumpAsync(test.Store);

        (await store.ReadFrameworkAsync(Cancel)).ShouldBe(second.FrameworkId);
        await store.RebuildAsync(second, Cancel);

        Compare(await DumpAsync(test.Store), followed);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Erasing_a_customer_leaves_what_would_be_there_without_them(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        await using var without = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        using var other = new RelationalSignalStore(without.Store);
        var signals = Random(7, 300);
        byte[] gone = Customer(3);
        await store.AppendAsync(new SignalBatch(Source, signals, DateTime.UnixEpoch), Rules(1), Cancel);

        var outcome = await store.EraseAsync(gone, Rules(1), Cancel);
        await store.EraseAsync(gone, Rules(1), Cancel);

        var theirs = signals.Count(signal => signal.Customer?.SequenceEqual(gone) == true);
        theirs.ShouldBeGreaterThan(2);
        outcome.Signals.ShouldBe(theirs);
        var rest = signals.Where(signal => signal.Customer?.SequenceEqual(gone) != true).ToList();
        await other.AppendAsync(new SignalBatch(Source, rest, DateTime.UnixEpoch), Rules(1), Cancel);
        foreach (var period in new[] { "2026", "2026-Q1", "2026-02", "2026-W05" })
            Same(await CellsAsync(store, period), await CellsAsync(other, period));
        (await store.ReadSignalsAsync(new SignalQuery { Limit = 1000 }, Cancel)).Count.ShouldBe(rest.Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Removing_single_signals_leaves_what_would_be_there_without_them(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        await using var without = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        using var other = new RelationalSignalStore(without.Store);
        var signals = Random(17, 300);
        await store.AppendAsync(new SignalBatch(Source, signals, DateTime.UnixEpoch), Rules(1), Cancel);
        var all = await store.ReadSignalsAsync(new SignalQuery { Limit = 1000 }, Cancel);
        var gone = all.Where((_, index) => index % 7 == 3).Select(row => row.Id).ToList();

        (await store.RemoveAsync([.. gone, 999_999], Rules(1), Cancel)).ShouldBe(gone.Count);
        (await store.RemoveAsync(gone, Rules(1), Cancel)).ShouldBe(0);
        (await store.RemoveAsync([], Rules(1), Cancel)).ShouldBe(0);

        var kept = all.Where(row => !gone.Contains(row.Id)).Select(row => row.ExternalId).ToHashSet();
        await other.AppendAsync(new SignalBatch(Source, signals.Where(signal => kept.Contains(signal.ExternalId)).ToList(), DateTime.UnixEpoch), Rules(1), Cancel);
        foreach (var period in new[] { "2026", "2026-Q1", "2026-02", "2026-W05" })
            Same(await CellsAsync(store, period), await CellsAsync(other, period));
        var (left, expected) = (await store.ReadOverviewAsync(Cancel), await other.ReadOverviewAsync(Cancel));
        (left.Signals, left.Customers, left.FirstAt, left.NewestAt, left.Waiting).ShouldBe(
            (expected.Signals, expected.Customers, expected.FirstAt, expected.NewestAt, expected.Waiting)
        );
        left.Latest.Count.ShouldBe(expected.Latest.Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Crosses_are_what_the_same_people_said_of_two_stages(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var signals = Random(23, 300);
        foreach (var chunk in signals.Chunk(80))
            await store.AppendAsync(new SignalBatch(Source, chunk, DateTime.UnixEpoch), Rules(1), Cancel);
        await ShouldCrossAsync(store, signals);
        var gone = Customer(3);

        await store.EraseAsync(gone, Rules(1), Cancel);
        var left = signals.Where(signal => signal.Customer?.SequenceEqual(gone) != true).ToList();
        await ShouldCrossAsync(store, left);

        var anonymous = left.Where(signal => signal.Customer is null).Select(signal => signal.ExternalId).Take(40).ToHashSet();
        var ids = (await store.ReadSignalsAsync(new SignalQuery { Limit = 1000 }, Cancel)).Where(row => anonymous.Contains(row.ExternalId)).Select(row => row.Id).ToList();
        await store.RemoveAsync(ids, Rules(1), Cancel);
        await ShouldCrossAsync(store, left.Where(signal => !anonymous.Contains(signal.ExternalId)).ToList());
    }

    private static async Task ShouldCrossAsync(RelationalSignalStore store, IReadOnlyList<NewSignal> signals)
    {
        foreach (var text in new[] { "2025", "2026", "2025-Q4", "2026-Q1", "2026-Q2" })
        {
            Period.TryParse(text, out var period).ShouldBeTrue();
            var units = signals
                .Where(signal => signal.OccurredAt >= period.Start && signal.OccurredAt < period.End)
                .SelectMany(signal =>
                    Stages.Select(stage => (signal.Weight, Stage: stage, Score: Unit(signal, stage), Who: signal.Customer is null ? signal.ExternalId : $"c{signal.Customer[0]}"))
                )
                .Where(unit => unit.Score is not null)
                .ToList();
            var crosses = await store.ReadStageCrossesAsync(period, Cancel);
            for (var a = 0; a < Stages.Length; a++)
            {
                for (var b = a + 1; b < Stages.Length; b++)
                {
                    var pairs = units
                        .Where(unit => unit.Stage == Stages[a])
                        .Join(units.Where(unit => unit.Stage == Stages[b]), one => one.Who, other => other.Who, (one, other) => (one, other))
                        .ToList();
                    var found = crosses.SingleOrDefault(cross => cross.StageA == Stages[a] && cross.StageB == Stages[b]);
                    var turned = crosses.SingleOrDefault(cross => cross.StageA == Stages[b] && cross.StageB == Stages[a]);
                    (found?.N ?? turned?.N ?? 0).ShouldBe(pairs.Count);
                    (found?.Ww ?? turned?.Ww ?? 0).ShouldBe(pairs.Sum(pair => pair.one.Weight * pair.other.Weight), 1e-6);
                    (found?.WwA ?? turned?.WwB ?? 0).ShouldBe(pairs.Sum(pair => pair.one.Weight * pair.other.Weight * pair.one.Score!.Value), 1e-4);
                    (found?.WwB ?? turned?.WwA ?? 0).ShouldBe(pairs.Sum(pair => pair.one.Weight * pair.other.Weight * pair.other.Score!.Value), 1e-4);
                    (found?.WwAb ?? turned?.WwAb ?? 0).ShouldBe(pairs.Sum(pair => pair.one.Weight * pair.other.Weight * pair.one.Score!.Value * pair.other.Score!.Value), 1e-2);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Problems_are_customers_whose_mean_is_weak_and_verbatims_nobody_placed(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var signals = Random(13, 400);
        await store.AppendAsync(new SignalBatch(Source, signals, DateTime.UnixEpoch), Rules(1), Cancel);
        Period.TryParse("2026-Q1", out var period).ShouldBeTrue();
        foreach (var segment in new Guid?[] { null, Segments[1] })
        {
            var heard = signals
                .Where(signal => signal.OccurredAt >= period.Start && signal.OccurredAt < period.End && (segment is null || signal.SegmentIds.Contains(segment.Value)))
                .ToList();
            var problems = await store.ReadProblemsAsync(new ProblemQuery(period.Start, period.End, Stages.ToDictionary(stage => stage, _ => 55d), segment), Cancel);
            foreach (var stage in Stages)
            {
                var units = heard.Select(signal => (signal, score: Unit(signal, stage))).Where(unit => unit.score is not null).ToList();
                var weak = units.Where(unit => unit.signal.Customer is not null).GroupBy(unit => unit.signal.Customer![0]).Count(group => group.Average(unit => unit.score) < 55);
                problems.Count(problem => problem.StageId == stage && problem.Customer is not null).ShouldBe(weak);
                problems
                    .Where(problem => problem.StageId == stage && problem.Customer is null)
                    .Sum(problem => problem.Signals)
                    .ShouldBe(units.Count(unit => unit.signal.Customer is null && unit.score < 55));
            }

            var untold = heard.Where(signal => signal.Verbatim is not null && Stages.All(stage => Unit(signal, stage) is null or < 55)).ToList();
            untold.Count.ShouldBeGreaterThan(5);
            var unplaced = problems.Where(problem => problem.StageId is null).ToList();
            unplaced.Where(problem => problem.Customer is null).Sum(problem => problem.Signals).ShouldBe(untold.Count(signal => signal.Customer is null));
            unplaced
                .Count(problem => problem.Customer is not null)
                .ShouldBe(untold.Where(signal => signal.Customer is not null).Select(signal => signal.Customer![0]).Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Cells_equal_sums_by_hand_for_every_grain_and_filter(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var signals = Random(11, 500);
        await store.AppendAsync(new SignalBatch(Source, signals, DateTime.UnixEpoch), Rules(1), Cancel);
        foreach (var text in new[] { "2026", "2026-Q1", "2026-02", "2026-W05" })
        {
            Period.TryParse(text, out var period).ShouldBeTrue();
            foreach (var segment in new Guid?[] { null, Segments[0] })
            {
                var cells = await store.ReadStageCellsAsync(new CellQuery(period, period, Stages[0], segment, WithHistogram: true), Cancel);
                var units = signals
                    .Where(signal => signal.OccurredAt >= period.Start && signal.OccurredAt < period.End && (segment is null || signal.SegmentIds.Contains(segment.Value)))
                    .Select(signal => (signal, score: Unit(signal, Stages[0])))
                    .Where(unit => unit.score is not null)
                    .ToList();
                cells.Sum(cell => cell.Sums.N).ShouldBe(units.Count);
                cells.Sum(cell => cell.Histogram.Sum()).ShouldBe(units.Count);
                cells.Sum(cell => cell.Sums.Wx).ShouldBe(units.Sum(unit => unit.signal.Weight * unit.score!.Value), 1e-6);
                var byCustomer = units.Where(unit => unit.signal.Customer is not null).GroupBy(unit => unit.signal.Customer![0]).ToList();
                cells.Sum(cell => cell.Sums.Pairs).ShouldBe(byCustomer.Sum(group => group.Count() * (group.Count() - 1L) / 2));
                cells.Sum(cell => cell.Customers).ShouldBe(byCustomer.Sum(group => group.Select(unit => string.Join(',', unit.signal.SegmentIds)).Distinct().LongCount()));
            }
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_verbatim_waits_until_it_is_placed_and_can_be_taken_back(Provider provider)
    {
        await using var test = await TestStore.NewAsync(postgres, provider);
        using var store = new RelationalSignalStore(test.Store);
        var signal = new NewSignal
        {
            ExternalId = "1",
            OccurredAt = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
            Verbatim = "Nobody answers",
        };
        await store.AppendAsync(new SignalBatch(Source, [signal], DateTime.UnixEpoch), ScoringRules.None, Cancel);
        var id = (await store.ReadSignalsAsync(new SignalQuery { WaitingOnly = true }, Cancel)).ShouldHaveSingleItem().Id;
        var place = new NewPlacement(PlacementKind.Stage, Stages[1], PlacementOrigin.Hand);

        (await store.PlaceAsync(id, place, "a steward", remove: false, Cancel)).ShouldBeTrue();

        (await store.ReadOverviewAsync(Cancel)).Waiting.ShouldBe(0);
        var placed = (await store.ReadSignalsAsync(new SignalQuery { StageId = Stages[1] }, Cancel)).ShouldHaveSingleItem();
        placed.Placements.ShouldHaveSingleItem().PlacedBy.ShouldBe("a steward");
        await store.RebuildAsync(Rules(1), Cancel);
        (await store.ReadSignalsAsync(new SignalQuery { StageId = Stages[1] }, Cancel)).Count.ShouldBe(1);
        await store.PlaceAsync(id, place, "a steward", remove: true, Cancel);
        (await store.ReadOverviewAsync(Cancel)).Waiting.ShouldBe(1);
        (await store.ReadSignalsAsync(new SignalQuery { StageId = Stages[1] }, Cancel)).ShouldBeEmpty();
        (await store.PlaceAsync(99, place, "a steward", remove: false, Cancel)).ShouldBeFalse();
    }

    private static async Task<IReadOnlyList<StageSums>> CellsAsync(RelationalSignalStore store, string text)
    {
        Period.TryParse(text, out var period).ShouldBeTrue();
        return await store.ReadStageCellsAsync(new CellQuery(period, period, ByMix: true, WithHistogram: true), Cancel);
    }

    private static void Same(IReadOnlyList<StageSums> left, IReadOnlyList<StageSums> right)
    {
        static string Name(StageSums cell) =>
            $"{cell.Period} {cell.StageId} {string.Join(',', cell.SegmentIds)} {cell.SourceId} {string.Join(',', cell.MeasureIds.Order())} n={cell.Sums.N} known={cell.Sums.Known} pairs={cell.Sums.Pairs} c={cell.Customers} "
            + $"{cell.Sums.Wx:F6} {cell.Sums.Wwxx:F4} {cell.Sums.PairWwxx:F4} {string.Join('/', cell.Histogram)}";
        left.Select(Name).Order().ShouldBe(right.Select(Name).Order());
    }

    private static ScoringRules Rules(double secondWeight)
    {
        var weights = new Dictionary<(Guid, Guid), double>();
        foreach (var stage in Stages)
        {
            weights[(stage, Measures[0])] = 1;
            weights[(stage, Measures[1])] = secondWeight;
        }

        Func<double, double?> score = value => (value - 1) * 25;
        var id = new Guid((int)secondWeight, 0, 0, new byte[8]);
        return new ScoringRules(id, Measures.ToDictionary(measure => measure, _ => score), weights);
    }

    private static double? Unit(NewSignal signal, Guid stage)
    {
        var scores = signal.Readings.Where(reading => reading.StageId == stage).Select(reading => (reading.Value - 1) * 25).ToList();
        return scores.Count == 0 ? null : scores.Average();
    }

    private static byte[] Customer(int number) => [(byte)number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private static List<NewSignal> Random(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(number => new NewSignal
                {
                    ExternalId = $"s{number}",
                    OccurredAt = new DateTime(2025, 12, 20, 0, 0, 0, DateTimeKind.Utc).AddHours(random.Next(24 * 120)),
                    Customer = random.Next(3) == 0 ? null : Customer(random.Next(40)),
                    SegmentIds = random.Next(5) == 0 ? [] : [Segments[random.Next(2)]],
                    ChannelId = random.Next(5) == 0 ? null : Channels[random.Next(2)],
                    Weight = 0.5 + random.NextDouble(),
                    Verbatim = random.Next(2) == 0 ? "text" : null,
                    Readings =
                    [
                        .. Enumerable
                            .Range(0, random.Next(5))
                            .Select(_ => new NewReading(
                                Measures[random.Next(2)],
                                Stages[random.Next(3)],
                                null,
                                random.Next(2) == 0 ? random.Next(1, 6) : 1 + (4 * random.NextDouble())
                            )),
                    ],
                }),
        ];
    }

    private static async Task<string> DumpAsync(Store store)
    {
        await using var connection = await store.OpenAsync(Cancel);
        var mixes = (await connection.QueryAsync<(long Id, string Kind, string Value)>("SELECT id, kind, value FROM dimensions")).ToDictionary(
            row => row.Id,
            row => row.Kind == "Mix" ? "m" + row.Value : row.Value
        );
        var lines = new List<string>();
        foreach (var table in new[] { "stage_rollups", "stage_pairs", "stage_crosses", "stage_customers", "stage_latest", "touchpoint_rollups", "stage_units" })
        {
            foreach (IDictionary<string, object> row in await connection.QueryAsync($"SELECT * FROM {table}"))
                lines.Add(
                    table
                        + " "
                        + string.Join(
                            ' ',
                            row.Select(cell =>
                                cell.Key == "mix_id" ? mixes.GetValueOrDefault(Convert.ToInt64(cell.Value)) ?? "0"
                                : cell.Value is double real ? $"{real + 0.0:F5}"
                                : $"{cell.Value}"
                            )
                        )
                );
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static void Compare(string left, string right) => left.Split('\n').ShouldBe(right.Split('\n'));
}

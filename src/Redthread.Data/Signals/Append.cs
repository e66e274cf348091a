using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>One batch on its way in: number, insert what is new, add it to the rollups, note the progress.</summary>
internal sealed class Append(Dialect dialect, Store store, DbConnection connection, DbTransaction transaction, DimensionWriter numbers, ScoringRules rules)
{
    private const int CustomersAtOnce = 5_000;

    /// <summary>So few are done with sooner than another thread has begun.</summary>
    private const int FewSignals = 512;

    private readonly NumberedRules numbered = new(rules, numbers.IdOf, mix => numbers.Number(DimensionKind.Mix, mix));
    private readonly RollupDeltas deltas = new();
    private readonly UnitRows units = new();
    private readonly Rows placements = PlacementRows();
    private readonly List<PackedReading> readings = [];
    private readonly List<Unit> unitsOfOne = [];
    private readonly Dictionary<long, List<CustomerUnit>> known = [];

    private static Rows PlacementRows() => new("placements", "ON CONFLICT (signal_id, kind, target_id) DO NOTHING", "signal_id target_id", texts: "kind origin placed_by");

    public async Task<AppendOutcome> RunAsync(SignalBatch batch, CancellationToken cancel)
    {
        var source = numbers.Number(DimensionKind.Source, batch.SourceId);
        var customers = await NumberCustomersAsync(batch.Signals, cancel);
        var (rows, signals) = await NumberSignalsAsync(batch, source, customers);
        var spans = SpansOf(batch, signals, customers);
        var remembered = Task.CompletedTask;
        if (batch.Signals.Count <= FewSignals)
            await RememberAsync(connection, spans, cancel);
        else
            // What was said before is committed and this transaction holds the turn to write, so another connection sees it whole.
            remembered = Task.Run(() => RememberApartAsync(spans, cancel), cancel);
        var inserted = await InsertSignalsAsync(batch, rows, signals, remembered, cancel);
        await InsertAllAsync(batch.Signals.Count, cancel);
        var accepted = inserted.Count(isNew => isNew);
        var readingCount = batch.Signals.Where((_, index) => inserted[index]).Sum(signal => signal.Readings.Count);
        var outcome = new AppendOutcome(accepted, batch.Signals.Count - accepted, readingCount, inserted);
        await NoteProgressAsync(batch, signals, inserted, outcome, cancel);
        return outcome;
    }

    // The store takes rows one after another, so the rollups of those it has are added up on a second thread meanwhile.
    private async Task<bool[]> InsertSignalsAsync(SignalBatch batch, Rows rows, List<SignalRow> signals, Task remembered, CancellationToken cancel)
    {
        var inserted = new bool[signals.Count];
        var (added, from) = (remembered, 0);
        try
        {
            await dialect.InsertNewAsync(connection, rows, inserted, Marked, cancel);
        }
        finally
        {
            await added;
        }

        return inserted;

        void Marked(int upTo)
        {
            (added, from) = (signals.Count <= FewSignals ? AddNow(from, upTo) : AddAfterAsync(added, from, upTo), upTo);
        }

        async Task AddAfterAsync(Task before, int first, int end)
        {
            await before;
            await Task.Run(() => AddNow(first, end), cancel);
        }

        Task AddNow(int first, int end)
        {
            for (var index = first; index < end; index++)
            {
                if (inserted[index])
                    AddToRollups(signals[index], batch.Signals[index]);
            }

            return Task.CompletedTask;
        }
    }

    // The rows of the next table are laid out while the store takes those of the last.
    private async Task InsertAllAsync(int size, CancellationToken cancel)
    {
        using var tables = Tables().GetEnumerator();
        var next = NextAsync();
        while (await next is { } rows)
        {
            next = NextAsync();
            try
            {
                await dialect.InsertAsync(connection, rows, cancel);
            }
            catch
            {
                await next;
                throw;
            }
        }

        Task<Rows?> NextAsync() => size <= FewSignals ? Task.FromResult(Next()) : Task.Run(Next, cancel);

        Rows? Next() => tables.MoveNext() ? tables.Current : null;
    }

    private IEnumerable<Rows> Tables()
    {
        yield return numbers.Rows;
        yield return placements;
        yield return units.ToRows();
        foreach (var delta in deltas.ToRows())
            yield return delta;
    }

    private async Task<Dictionary<byte[], (long Id, bool Known)>> NumberCustomersAsync(IReadOnlyList<NewSignal> signals, CancellationToken cancel)
    {
        var pseudonyms = signals.Where(signal => signal.Customer is not null).Select(signal => signal.Customer!).ToHashSet(BytesComparer.It);
        if (pseudonyms.Count == 0)
            return [];
        // In the order of their index, so that neighbours there are met together.
        var sorted = pseudonyms.Order(BytesComparer.It).ToList();
        var found = await dialect.FindCustomersAsync(connection, sorted, cancel);
        var next = (await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM customers", transaction: transaction) ?? 0) + 1;
        var rows = new Rows("customers", "", "id", blobs: "pseudonym");
        var all = new Dictionary<byte[], (long, bool)>(pseudonyms.Count, BytesComparer.It);
        foreach (var pseudonym in sorted)
        {
            if (found.TryGetValue(pseudonym, out var id))
            {
                all[pseudonym] = (id, true);
                continue;
            }

            rows[0].Add(next);
            rows[1].Add(pseudonym);
            all[pseudonym] = (next++, false);
        }

        await dialect.InsertAsync(connection, rows, cancel);
        return all;
    }

    private async Task<(Rows Rows, List<SignalRow> Signals)> NumberSignalsAsync(SignalBatch batch, int source, Dictionary<byte[], (long Id, bool Known)> customers)
    {
        var id = (await connection.ExecuteScalarAsync<long?>("SELECT MAX(id) FROM signals", transaction: transaction) ?? 0) + 1;
        var received = Milliseconds(batch.ReceivedAt);
        var rows = new Rows(
            "signals",
            "ON CONFLICT (source_id, external_id) DO NOTHING",
            "id source_id occurred_at received_at customer_id account_id segments_id channel_id waiting",
            "weight",
            "external_id verbatim language",
            "readings"
        );
        var signals = new List<SignalRow>(batch.Signals.Count);
        foreach (var signal in batch.Signals)
        {
            var row = Number(signal, id++, source, signal.Customer is null ? null : customers[signal.Customer].Id);
            signals.Add(row);
            rows[0].Add(row.Id);
            rows[1].Add((long)source);
            rows[2].Add(row.OccurredAt);
            rows[3].Add(received);
            rows[4].Add(row.Customer);
            rows[5].Add((long)(signal.Account is null ? 0 : numbers.Number(DimensionKind.Account, signal.Account)));
            rows[6].Add((long)row.Segments);
            rows[7].Add((long)row.Channel);
            rows[8].Add(IsWaiting(signal) ? 1L : 0L);
            rows[9].Add(signal.Weight);
            rows[10].Add(signal.ExternalId);
            rows[11].Add(signal.Verbatim);
            rows[12].Add(signal.Language);
            rows[13].Add(row.Readings);
        }

        return (rows, signals);
    }

    private SignalRow Number(NewSignal signal, long id, int source, long? customer)
    {
        Span<PackedReading> packed = signal.Readings.Count <= 64 ? stackalloc PackedReading[signal.Readings.Count] : new PackedReading[signal.Readings.Count];
        for (var i = 0; i < packed.Length; i++)
        {
            var reading = signal.Readings[i];
            packed[i] = new PackedReading(
                numbers.Number(DimensionKind.Measure, reading.MeasureId),
                numbers.Number(DimensionKind.Stage, reading.StageId),
                reading.TouchpointId is { } touchpoint ? numbers.Number(DimensionKind.Touchpoint, touchpoint) : 0,
                reading.Value
            );
        }

        return new SignalRow(
            id,
            Milliseconds(signal.OccurredAt),
            customer,
            signal.SegmentIds.Count == 0 ? 0 : numbers.Number(DimensionKind.Segments, Dimensions.Text(signal.SegmentIds)),
            signal.ChannelId is { } channel ? numbers.Number(DimensionKind.Channel, channel) : 0,
            source,
            signal.Weight,
            PackedReadings.Pack(packed)
        );
    }

    // A pair needs both signals in one year at most, so of each customer heard before only the years of their new signals are read.
    private static List<CustomerSpan> SpansOf(SignalBatch batch, List<SignalRow> signals, Dictionary<byte[], (long Id, bool Known)> customers)
    {
        var spans = new Dictionary<long, CustomerSpan>();
        for (var index = 0; index < signals.Count; index++)
        {
            if (signals[index].Customer is not { } customer || !customers[batch.Signals[index].Customer!].Known)
                continue;
            var year = batch.Signals[index].OccurredAt.Year;
            // A week can reach into the next year, hence the margin.
            var (from, to) = (Milliseconds(FirstDay(year).AddDays(-7)), Milliseconds(FirstDay(year + 1).AddDays(7)));
            ref var span = ref CollectionsMarshal.GetValueRefOrAddDefault(spans, customer, out var met);
            span = met ? new CustomerSpan(customer, Math.Min(span.From, from), Math.Max(span.To, to)) : new CustomerSpan(customer, from, to);
        }

        return [.. spans.Values.OrderBy(span => span.Customer)];
    }

    private async Task RememberApartAsync(List<CustomerSpan> spans, CancellationToken cancel)
    {
        if (spans.Count == 0)
            return;
        await using var apart = await store.OpenAsync(cancel);
        await dialect.LimitCacheAsync(apart, limited: true);
        try
        {
            await RememberAsync(apart, spans, cancel);
        }
        finally
        {
            await dialect.LimitCacheAsync(apart, limited: false);
        }
    }

    private async Task RememberAsync(DbConnection from, List<CustomerSpan> spans, CancellationToken cancel)
    {
        known.EnsureCapacity(spans.Count);
        foreach (var chunk in spans.Chunk(CustomersAtOnce))
        {
            foreach (var row in await dialect.ReadSpansAsync(from, chunk, cancel))
                Remember(row);
        }
    }

    private static DateTime FirstDay(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private void Remember(SignalRow row)
    {
        PackedReadings.Unpack(row.Readings, readings);
        numbered.UnitsOf(readings, unitsOfOne);
        var ofCustomer = ListOf(known, row.Customer!.Value);
        var periods = deltas.PeriodsOf(row);
        ofCustomer.Add(SignalRows.Whole(row, periods));
        foreach (var unit in unitsOfOne)
        {
            if (unit.Score is { } score)
                ofCustomer.Add(SignalRows.OfCustomer(row, unit.Stage, score, periods));
        }
    }

    private void AddToRollups(SignalRow row, NewSignal signal)
    {
        PackedReadings.Unpack(row.Readings, readings);
        numbered.UnitsOf(readings, unitsOfOne);
        deltas.AddReadings(row, readings, numbered);
        deltas.AddSignal(row);
        if (row.Customer is { } heard)
            AddOfCustomer(heard, SignalRows.Whole(row, deltas.PeriodsOf(row)));
        foreach (var unit in unitsOfOne)
        {
            units.Add(row, unit.Stage, unit.Score);
            deltas.AddUnit(row, unit);
            if (row.Customer is { } customer && unit.Score is { } score)
                AddOfCustomer(customer, SignalRows.OfCustomer(row, unit.Stage, score, deltas.PeriodsOf(row)));
        }

        if (row.Customer is null)
            deltas.AddWithin(row, unitsOfOne);
        foreach (var placement in signal.Placements)
            Place(row, placement);
    }

    private void AddOfCustomer(long customer, CustomerUnit unit)
    {
        var others = ListOf(known, customer);
        deltas.AddOfCustomer(unit, others);
        others.Add(unit);
    }

    private void Place(SignalRow row, NewPlacement placement)
    {
        var target = numbers.Number(placement.Kind == PlacementKind.Stage ? DimensionKind.Stage : DimensionKind.Need, placement.TargetId);
        placements[0].Add(row.Id);
        placements[1].Add((long)target);
        placements[2].Add(placement.Kind.ToString());
        placements[3].Add(placement.Origin.ToString());
        placements[4].Add((string?)null);
        if (placement.Kind != PlacementKind.Stage || unitsOfOne.Exists(unit => unit.Stage == target))
            return;
        units.Add(row, target, null);
        deltas.AddUnit(row, new Unit(target, 0, null));
    }

    private async Task NoteProgressAsync(SignalBatch batch, List<SignalRow> signals, bool[] inserted, AppendOutcome outcome, CancellationToken cancel)
    {
        var times = signals.Where((_, index) => inserted[index]).Select(signal => (long?)signal.OccurredAt).ToList();
        await SignalRows.CountUpAsync(connection, transaction, outcome.Accepted, times.Min(), times.Max());
        if (batch.Run is not { } run)
            return;
        await connection.ExecuteAsync(
            """
            UPDATE import_runs SET rows_read = @RowsRead, bytes_read = @BytesRead, accepted = accepted + @accepted, duplicate = duplicate + @duplicate,
                rejected = rejected + @rejected, readings = readings + @readings WHERE id = @RunId
            """,
            new
            {
                run.RowsRead,
                run.BytesRead,
                run.RunId,
                accepted = outcome.Accepted,
                duplicate = outcome.Duplicate,
                rejected = run.Rejects.Count,
                readings = outcome.Readings,
            },
            transaction
        );
        foreach (var reject in run.Rejects)
            await connection.ExecuteAsync(
                "INSERT INTO import_rejects (run_id, \"row\", \"column\", code, reason, text) VALUES (@RunId, @Row, @Column, @Code, @Reason, @Text)",
                new
                {
                    run.RunId,
                    reject.Row,
                    reject.Column,
                    reject.Code,
                    reject.Reason,
                    reject.Text,
                },
                transaction
            );
    }

    private static bool IsWaiting(NewSignal signal) => !string.IsNullOrWhiteSpace(signal.Verbatim) && !signal.Placements.Any(placement => placement.Kind == PlacementKind.Stage);

    private static List<CustomerUnit> ListOf(Dictionary<long, List<CustomerUnit>> units, long customer)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(units, customer, out _);
        return list ??= [];
    }

    private static long Milliseconds(DateTime at) => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeMilliseconds();
}

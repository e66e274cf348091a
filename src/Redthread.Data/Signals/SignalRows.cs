using System.Data.Common;
using Dapper;
using Redthread.Domain.Signals;

namespace Redthread.Data.Signals;

/// <summary>What append, erase and rebuild share about the rows of a signal.</summary>
internal static class SignalRows
{
    /// <summary>Of signals, called s; in the order in which the dialects read them.</summary>
    public const string Columns = "s.id, s.occurred_at, s.customer_id, s.segments_id, s.channel_id, s.source_id, s.weight, s.readings";

    public static CustomerUnit OfCustomer(SignalRow row, int stage, double score, Periods periods) => new(stage, periods, row.Segments, row.Channel, row.Source, row.Weight, score);

    /// <summary>The customer in stage 0, which only counts who was heard at all.</summary>
    public static CustomerUnit Whole(SignalRow row, Periods periods) => OfCustomer(row, 0, 0, periods);

    public static Task CountUpAsync(DbConnection connection, DbTransaction transaction, long signals, long? first, long? newest) =>
        connection.ExecuteAsync(
            """
            UPDATE store_state SET version = version + 1, signals = signals + @signals,
                first_at = CASE WHEN first_at IS NULL OR @first < first_at THEN COALESCE(@first, first_at) ELSE first_at END,
                newest_at = CASE WHEN newest_at IS NULL OR @newest > newest_at THEN COALESCE(@newest, newest_at) ELSE newest_at END
            """,
            new
            {
                signals,
                first,
                newest,
            },
            transaction
        );
}

/// <summary>Units on their way into their table, written in the order of its key: neighbours there are met together.</summary>
internal sealed class UnitRows
{
    private readonly record struct Entry(int Stage, SignalRow Signal, double? Score);

    private readonly List<Entry> entries = [];

    public void Add(SignalRow signal, int stage, double? score) => entries.Add(new Entry(stage, signal, score));

    public Rows ToRows()
    {
        var rows = new Rows("stage_units", "ON CONFLICT (stage_id, occurred_at, signal_id) DO NOTHING", "stage_id occurred_at signal_id segments_id channel_id source_id", "score");
        entries.Sort((one, other) => (one.Stage, one.Signal.OccurredAt, one.Signal.Id).CompareTo((other.Stage, other.Signal.OccurredAt, other.Signal.Id)));
        foreach (var (stage, signal, score) in entries)
        {
            rows[0].Add((long)stage);
            rows[1].Add(signal.OccurredAt);
            rows[2].Add(signal.Id);
            rows[3].Add((long)signal.Segments);
            rows[4].Add((long)signal.Channel);
            rows[5].Add((long)signal.Source);
            rows[6].Add(score);
        }

        return rows;
    }
}

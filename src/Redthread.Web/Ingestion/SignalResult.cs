using Redthread.Domain.Signals;

namespace Redthread.Web.Ingestion;

/// <summary>What became of one row: a signal or a reject, exactly one of them.</summary>
public readonly record struct SignalResult
{
    public SignalResult(NewSignal signal) => Signal = signal;

    public SignalResult(Reject reject) => Reject = reject;

    public NewSignal? Signal { get; }

    public Reject? Reject { get; }
}

/// <summary>Running totals; accepted and rejected always add up to the rows read.</summary>
public sealed class ReadCounts
{
    private readonly Dictionary<string, long> _byCode = [];

    public long Read => Accepted + Rejected;

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Rejected rows by <see cref="RejectCodes"/>.</summary>
    public IReadOnlyDictionary<string, long> RejectedByCode => _byCode;

    internal void Add(SignalResult result)
    {
        if (result.Reject is { } reject)
        {
            Rejected++;
            _byCode[reject.Code] = _byCode.GetValueOrDefault(reject.Code) + 1;
        }
        else
        {
            Accepted++;
        }
    }
}

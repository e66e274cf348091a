using Redthread.Domain;
using Redthread.Statistics;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

/// <summary>Driver shares as the stages' importance in a draft of the framework: a proposal, which counts once all teams have signed it.</summary>
public sealed class ProposeImportance(SaveFramework save, FrameworkQueries frameworks, AnalysisQueries analyses)
{
    public const string Formula = "importance of a stage = its share of the shares of the stages compared × what these stages weigh together today, to one decimal, 0.1 at least";

    /// <summary>When a proposed importance is sure enough to weigh by.</summary>
    public const string SureFormula =
        "a share, and with it the importance proposed, is sure enough when its 95 % interval reaches from no less than half of it to no more than twice it, and lies above the 1 ÷ (n − 1) that a stage has by chance; the customers still missing = n × (widest side of the interval ÷ side allowed)² − n, as intervals shrink with the root of n, and as many at least as make chance half the share";

    private const double Least = 0.1;

    /// <summary>From so many missing on, their number says nothing but that the share is next to nothing.</summary>
    public const int MostShort = 1_000_000;

    /// <param name="Measure">The overall measure whose shares are meant.</param>
    public sealed record Request(string? Measure);

    public async Task<Result<SaveFramework.Saved>> HandleAsync(Actor actor, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Domain.People.Permission.EditMeasures) is { } denied)
            return denied;
        var state = await analyses.SharesAsync(request.Measure, cancel, AnalysisQueries.ProgramPatience);
        if (state.Answer is not { } kept)
            return Error.Conflict("shares-unknown", "The driver shares are still being computed. Come back in a moment. No draft was made.");
        var shares = kept.Value;
        if (shares.State != RegressionState.Ok || !(shares.Drivers.Sum(driver => driver.Share.Share) > 0))
            return Error.Conflict("shares-unknown", $"{DriversText.Answer(shares)} No draft was made.");
        var started = await save.StartAsync(actor, cancel);
        if (started.Error is { } exists)
            return exists;
        var draft = await frameworks.ReadDraftAsync(cancel);
        if (draft.Error is { } gone)
            return gone;
        var saved = await save.HandleAsync(actor, new SaveFramework.Request(Weighed(draft.Value.File, shares, DateOnly.FromDateTime(kept.At)), started.Value.Revision), cancel);
        // A draft that is not what was asked for would stand in the way of the next.
        if (!saved.Ok)
            await save.DiscardAsync(actor, started.Value.Revision, cancel);
        return saved;
    }

    /// <summary>How many customers more would make a share sure enough, at the spread it has: 0 where it is, <see cref="MostShort"/> at most.</summary>
    public static int Short(int customers, double share, Interval interval)
    {
        if (!interval.Exists || !(share > 0))
            return MostShort;
        var widest = Math.Max((interval.High - share) / share, (share - interval.Low) / (share / 2));
        if (widest <= 1 && interval.Low > DriverShares.ByChance(customers))
            return 0;
        var enough = Math.Max(customers * Math.Max(1, widest * widest), 2 + (2 / share));
        return (int)Math.Clamp(Math.Ceiling(enough - customers), 1, MostShort);
    }

    /// <summary>As pages say how many are missing.</summary>
    public static string More(int missing) => missing >= MostShort ? $"over {Numbers.Count(MostShort)} more customers" : Numbers.Counted(missing, "more customer");

    internal static FrameworkFile Weighed(FrameworkFile file, SharesAnswer shares, DateOnly computed)
    {
        var compared = shares.Drivers.Where(driver => file.Stages.ContainsKey(driver.Key)).ToDictionary(driver => driver.Key, driver => driver.Share);
        var together = compared.Keys.Sum(stage => file.Stages[stage].ImportanceOrUsual);
        var all = compared.Values.Sum(share => share.Share);
        return file with
        {
            Stages = file.Stages.ToDictionary(
                stage => stage.Key,
                stage => compared.TryGetValue(stage.Key, out var share) && all > 0 ? Proposed(stage.Value, share, together * share.Share / all, shares, computed) : stage.Value
            ),
        };
    }

    private static FrameworkFile.StageEntry Proposed(FrameworkFile.StageEntry entry, DriverShare share, double importance, SharesAnswer shares, DateOnly computed)
    {
        var rounded = Math.Max(Least, Math.Round(importance, 1));
        return entry with
        {
            Importance = rounded,
            Proposal = new FrameworkFile.ProposalEntry
            {
                Importance = rounded,
                Analysis =
                    $"Driver shares of “{shares.MeasureName}” among {shares.Drivers.Count} stages, signals of {shares.Lookback} days up to {AnalysisText.Day(shares.Until!.Value)}",
                Method = "gain in R² averaged over all orders (LMG), bootstrap interval",
                On = computed.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                Customers = shares.Rows,
                Share = Math.Round(share.Share, 4),
                Low = share.Interval.Exists ? Math.Round(share.Interval.Low, 4) : null,
                High = share.Interval.Exists ? Math.Round(share.Interval.High, 4) : null,
                CustomersShort = Short(shares.Rows, share.Share, share.Interval),
            },
        };
    }
}

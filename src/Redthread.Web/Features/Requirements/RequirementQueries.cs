using Redthread.Web.Shell;

namespace Redthread.Web.Features.Requirements;

public sealed record RequirementModel(string Sentence, IReadOnlyList<Requirement> Requirements, CycleRecord Record, IReadOnlyList<Association> Associations, DateTime At)
{
    public int Met => Requirements.Count(one => one.State == RequirementState.Met);
    public bool Operational => Met == Requirements.Count;
}

/// <summary>Whether customer-centricity here is operational or a claim. Kept until something but signals changes, at most a minute.</summary>
public sealed class RequirementQueries(FactQueries facts, CycleQueries cycles, ChangeFeed feed, TimeProvider time)
{
    private readonly SemaphoreSlim oneReader = new(1, 1);
    private (long Stamp, long Minute, RequirementModel Model)? kept;

    public async Task<RequirementModel> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var key = (feed.PlanStamp, now.ToUnixTimeSeconds() / 60);
        await oneReader.WaitAsync(cancel);
        try
        {
            if (kept is { } known && (known.Stamp, known.Minute) == key)
                return known.Model;
            var requirements = RequirementRules.Of(await facts.ReadAsync(cancel));
            var record = await cycles.ReadAsync(cancel);
            var model = new RequirementModel(RequirementRules.Sentence(requirements), requirements, record, record.Associations(), now.UtcDateTime);
            kept = (key.PlanStamp, key.Item2, model);
            return model;
        }
        finally
        {
            oneReader.Release();
        }
    }
}

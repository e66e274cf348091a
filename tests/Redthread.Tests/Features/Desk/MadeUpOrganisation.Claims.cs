using Redthread.Domain.Decisions;
using Redthread.Domain.Threads;
using Redthread.Statistics;
using Redthread.Web.Features.Desk;

namespace Redthread.Tests.Features.Desk;

internal sealed partial class MadeUpOrganisation
{
    private readonly List<ClaimFact> claims = [];

    private void MakeClaims()
    {
        Claim(Verdict.Kept);
        Claim(Verdict.AtRisk);
        Claim(Verdict.Unmeasured);
        Claim(Verdict.Broken, Stage(null));
        Claim(Verdict.Broken, Stage(draw.Next(0, 180)));
        // Of several stages one with a decision is enough.
        Claim(Verdict.Broken, NewId(), Stage(null));
        Plant("claim-broken", Claim(Verdict.Broken, NewId()).Id);
        Plant("claim-broken", Claim(Verdict.Broken, Stage(draw.Next(182, 900))).Id);
        Plant("claim-broken", Claim(Verdict.Broken).Id);
    }

    private ClaimFact Claim(Verdict verdict, params Guid[] on)
    {
        var fact = new ClaimFact(NewId(), $"CL-{claims.Count + 1}", "Said in public", verdict, on, "measured", AnyTeam(), $"/claims/{claims.Count + 1}");
        claims.Add(fact);
        return fact;
    }

    // A stage of its own, with a decision that no other rule speaks of: planned and far off, or made on evidence and reviewed.
    private Guid Stage(double? decidedAgo)
    {
        var stage = NewId();
        var decision = decidedAgo is { } ago ? DecisionWithEvidence(ago, reviewed: true) : Decision(null, dueIn: draw.Next(20, 90));
        Link(decision, LinkKind.OnStage, stage);
        return stage;
    }
}

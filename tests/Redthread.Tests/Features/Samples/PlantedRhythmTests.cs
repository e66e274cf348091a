using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Rhythm;
using Redthread.Tests.Support;
using Redthread.Web.Features.Rhythm;

namespace Redthread.Tests.Features.Samples;

/// <summary>One of the sample's rituals is broken since the day it was planted for, and the others are kept.</summary>
[Collection(SampleCollection.Name)]
public sealed class PlantedRhythmTests(SampleStores stores)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task One_ritual_is_broken_and_its_agenda_is_drafted_from_what_changed(Provider provider)
    {
        var sample = stores[provider];
        var list = await sample.Get<RhythmQueries>().ReadListAsync(Actor.Operator, default);
        list.Rituals.ToDictionary(line => line.Ritual.Name, line => line.Standing.State)
            .ShouldBe(
                new Dictionary<string, RhythmState>
                {
                    ["Sample track sync, getting help"] = RhythmState.Broken,
                    ["Sample journey review"] = RhythmState.Kept,
                    ["Sample quarterly review and planning"] = RhythmState.Kept,
                },
                ignoreOrder: true
            );
        var broken = list.Rituals[0];
        (broken.Standing.Since, broken.Standing.LastHeld).ShouldBe((sample.Calendar.End.AddDays(-41).AddHours(9), sample.Calendar.End.AddDays(-55).AddHours(9)));
        await using var context = sample.Context();
        (await context.Meetings.CountAsync(row => row.SkippedAt != null)).ShouldBe(1);

        var agenda = await sample.AgendaAsync(new AgendaSpan(sample.Calendar.WeeksBefore(8), sample.Calendar.End, sample.Calendar.End.AddDays(14)));
        agenda.ShouldContain("## Scores that moved");
        agenda.ShouldContain("[Phone menu](/?stage=get-help/phone-menu&period=");
        agenda.ShouldContain("## Stages that began to fail without a decision");
        agenda.ShouldContain("[Change a plan](/agreed-scores/3?stage=use-and-pay/change-a-plan): agreed +1, measured says 0");
    }
}

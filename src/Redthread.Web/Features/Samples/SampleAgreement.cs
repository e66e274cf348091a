using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.Goals;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Samples;

/// <summary>The sample's agreed scores as their file has them. Votes and reasons stand in the order of the teams.</summary>
public sealed record SampleAgreementFile
{
    public List<string> Teams { get; init; } = [];
    public List<StageEntry> Stages { get; init; } = [];
    public List<StageEntry> Earlier { get; init; } = [];
    public Dictionary<string, List<string>> Reasons { get; init; } = [];
    public OpenEntry Open { get; init; } = new();

    public sealed record StageEntry
    {
        public string Stage { get; init; } = "";
        public int Agreed { get; init; }
        public List<int> Votes { get; init; } = [];
        public string? Why { get; init; }
        public DissentEntry? Dissent { get; init; }
    }

    public sealed record DissentEntry
    {
        public string Team { get; init; } = "";
        public string Reason { get; init; } = "";
    }

    public sealed record OpenEntry
    {
        public string Stage { get; init; } = "";
        public string Purpose { get; init; } = "";
        public string Team { get; init; } = "";
        public int Vote { get; init; }
        public string Reason { get; init; } = "";
        public string? Evidence { get; init; }
    }
}

/// <summary>Three cycles of agreed scores with one planted divergence and one planted dissent: see docs/sample-organisation.md.</summary>
public sealed class SampleAgreement(IDbContextFactory<RedthreadContext> contexts, LandscapeSource landscapes)
{
    private const int Cycles = 3;

    public async Task LoadAsync(SampleCalendar calendar, SamplePeople.Made people, CancellationToken cancel)
    {
        var file = SampleFiles.Agreement;
        var stages = (await landscapes.ReadAsync(cancel)).LiveStages.ToDictionary(entry => $"{entry.Journey.Key}/{entry.Stage.Key}", entry => entry.Stage.Id);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var writer = new Writer(context, file, people, stages, await context.Teams.AsNoTracking().ToDictionaryAsync(team => team.Key, team => team.Id, cancel));
        var last = Cycle.At(calendar.End.AddDays(-1));
        for (var back = Cycles - 1; back >= 0; back--)
        {
            var cycle = Cycle.Shift(last, -back);
            var end = back == 0 ? calendar.End : Cycle.PeriodOf(cycle).End;
            writer.AddSettled(Cycles - back, cycle, end, back == 0 ? file.Stages : [.. file.Stages.Select(entry => Before(file, entry))]);
        }

        writer.AddOpen(Cycles + 1, last, calendar.End.AddDays(-1));
        await context.SaveChangesAsync(cancel);
    }

    private static SampleAgreementFile.StageEntry Before(SampleAgreementFile file, SampleAgreementFile.StageEntry entry) =>
        file.Earlier.Find(row => row.Stage == entry.Stage) ?? entry;

    private sealed record Writer(RedthreadContext Context, SampleAgreementFile File, SamplePeople.Made People, Dictionary<string, Guid> Stages, Dictionary<string, Guid> Teams)
    {
        public void AddSettled(int number, DateOnly cycle, DateTime end, IReadOnlyList<SampleAgreementFile.StageEntry> entries)
        {
            var round = Add(number, cycle, end.AddDays(-10), null, entries.Select(entry => entry.Stage));
            (round.RevealedAt, round.RevealedBy) = (end.AddDays(-5), People.Steward.Name);
            Record(round.RevealedAt.Value, "revealed", round, $"Revealed the votes of {File.Teams.Count} teams in {AgreementRound.NameOf(number)}");
            foreach (var entry in entries)
            {
                for (var team = 0; team < File.Teams.Count; team++)
                    AddVote(round, entry.Stage, File.Teams[team], entry.Votes[team], ReasonOf(entry, team), null, end.AddDays(-7));
                var row = round.Stages.Find(stage => stage.StageId == Stages[entry.Stage])!;
                (row.Agreed, row.Why, row.AgreedAt, row.AgreedBy) = (entry.Agreed, entry.Why, end.AddDays(-4), People.Steward.Name);
                Record(end.AddDays(-4), "recorded", round, $"Recorded {Numbers.Signed(entry.Agreed)} for {entry.Stage}, {AgreementRound.NameOf(number)}");
                if (entry.Dissent is { } dissent)
                    Context.Add(
                        new AgreementDissent
                        {
                            RoundId = round.Id,
                            StageId = row.StageId,
                            TeamId = Teams[dissent.Team],
                            Reason = dissent.Reason,
                            At = end.AddDays(-4),
                            By = People.Members[dissent.Team].Name,
                        }
                    );
            }
        }

        public void AddOpen(int number, DateOnly cycle, DateTime at)
        {
            var entry = File.Open;
            var round = Add(number, cycle, at, entry.Purpose, [entry.Stage]);
            AddVote(round, entry.Stage, entry.Team, entry.Vote, entry.Reason, entry.Evidence, at);
        }

        private AgreementRound Add(int number, DateOnly cycle, DateTime at, string? purpose, IEnumerable<string> stages)
        {
            var round = new AgreementRound
            {
                Number = number,
                Cycle = cycle,
                Purpose = purpose,
                OpenedAt = at,
                OpenedBy = People.Steward.Name,
            };
            round.Stages.AddRange(stages.Select(stage => new AgreementStage { RoundId = round.Id, StageId = Stages[stage] }));
            round.Teams.AddRange(File.Teams.Select(team => new AgreementTeam { RoundId = round.Id, TeamId = Teams[team] }));
            Context.Add(round);
            Record(at, "opened", round, $"Opened {AgreementRound.NameOf(number)} for {Cycle.Label(cycle)}");
            return round;
        }

        private void AddVote(AgreementRound round, string stage, string team, int value, string reason, string? evidence, DateTime at) =>
            Context.Add(
                new AgreementVote
                {
                    RoundId = round.Id,
                    StageId = Stages[stage],
                    TeamId = Teams[team],
                    Value = value,
                    Reason = reason,
                    Evidence = evidence,
                    At = at,
                    PersonId = People.Members[team].PersonId,
                    By = People.Members[team].Name,
                }
            );

        // Who dissents afterwards has said so in the vote.
        private string ReasonOf(SampleAgreementFile.StageEntry entry, int team) =>
            entry.Dissent?.Team == File.Teams[team] ? entry.Dissent.Reason : File.Reasons[File.Teams[team]][entry.Votes[team] - AgreementStage.Lowest];

        private void Record(DateTime at, string verb, AgreementRound round, string summary) =>
            Context.Activities.Add(Activity.Of(People.Steward, at, $"agreement.{verb}", round.Id, summary));
    }
}

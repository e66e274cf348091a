using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Redthread.Domain.Activities;
using Redthread.Domain.Agreement;
using Redthread.Domain.Claims;
using Redthread.Domain.Conversations;
using Redthread.Domain.Customers;
using Redthread.Domain.Decisions;
using Redthread.Domain.Desk;
using Redthread.Domain.Frameworks;
using Redthread.Domain.FrontLine;
using Redthread.Domain.Goals;
using Redthread.Domain.Insights;
using Redthread.Domain.Journeys;
using Redthread.Domain.Language;
using Redthread.Domain.Measures;
using Redthread.Domain.Opportunities;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Domain.Signals;
using Redthread.Domain.Talk;
using Redthread.Domain.Threads;

namespace Redthread.Data;

public sealed class RedthreadContext(DbContextOptions<RedthreadContext> options) : DbContext(options)
{
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<Journey> Journeys => Set<Journey>();
    public DbSet<Stage> Stages => Set<Stage>();
    public DbSet<Step> Steps => Set<Step>();
    public DbSet<Touchpoint> Touchpoints => Set<Touchpoint>();
    public DbSet<LaneItem> LaneItems => Set<LaneItem>();
    public DbSet<JourneyVersion> JourneyVersions => Set<JourneyVersion>();
    public DbSet<Channel> Channels => Set<Channel>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<Persona> Personas => Set<Persona>();
    public DbSet<Need> Needs => Set<Need>();
    public DbSet<Measure> Measures => Set<Measure>();
    public DbSet<Framework> Frameworks => Set<Framework>();
    public DbSet<FrameworkStage> FrameworkStages => Set<FrameworkStage>();
    public DbSet<FrameworkWeight> FrameworkWeights => Set<FrameworkWeight>();
    public DbSet<FrameworkTeam> FrameworkTeams => Set<FrameworkTeam>();
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<SavedMapping> Mappings => Set<SavedMapping>();
    public DbSet<ImportRun> ImportRuns => Set<ImportRun>();
    public DbSet<ImportReject> ImportRejects => Set<ImportReject>();
    public DbSet<StageTraffic> StageTraffic => Set<StageTraffic>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Insight> Insights => Set<Insight>();
    public DbSet<Evidence> Evidence => Set<Evidence>();
    public DbSet<Pressure> Pressures => Set<Pressure>();
    public DbSet<Opportunity> Opportunities => Set<Opportunity>();
    public DbSet<ScoringRound> ScoringRounds => Set<ScoringRound>();
    public DbSet<ScoreVote> ScoreVotes => Set<ScoreVote>();
    public DbSet<Solution> Solutions => Set<Solution>();
    public DbSet<Decision> Decisions => Set<Decision>();
    public DbSet<DecisionOption> DecisionOptions => Set<DecisionOption>();
    public DbSet<WeighedEvidence> WeighedEvidence => Set<WeighedEvidence>();
    public DbSet<Objective> Objectives => Set<Objective>();
    public DbSet<KeyResult> KeyResults => Set<KeyResult>();
    public DbSet<CheckIn> CheckIns => Set<CheckIn>();
    public DbSet<Outcome> Outcomes => Set<Outcome>();
    public DbSet<OutcomePoint> OutcomePoints => Set<OutcomePoint>();
    public DbSet<Link> Links => Set<Link>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<Watch> Watches => Set<Watch>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NoticeChoice> NoticeChoices => Set<NoticeChoice>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<ReportDoor> ReportDoors => Set<ReportDoor>();
    public DbSet<Report> Reports => Set<Report>();
    public DbSet<AgreementRound> AgreementRounds => Set<AgreementRound>();
    public DbSet<AgreementStage> AgreementStages => Set<AgreementStage>();
    public DbSet<AgreementTeam> AgreementTeams => Set<AgreementTeam>();
    public DbSet<AgreementVote> AgreementVotes => Set<AgreementVote>();
    public DbSet<AgreementDissent> AgreementDissents => Set<AgreementDissent>();
    public DbSet<Ritual> Rituals => Set<Ritual>();
    public DbSet<RitualAudience> RitualAudiences => Set<RitualAudience>();
    public DbSet<Meeting> Meetings => Set<Meeting>();
    public DbSet<Attendance> Attendances => Set<Attendance>();
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();
    public DbSet<OrganisationClock> OrganisationClocks => Set<OrganisationClock>();
    public DbSet<Handover> Handovers => Set<Handover>();
    public DbSet<HandoverItem> HandoverItems => Set<HandoverItem>();
    public DbSet<PlanningSession> PlanningSessions => Set<PlanningSession>();
    public DbSet<PlannedItem> PlannedItems => Set<PlannedItem>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<ConversationInterviewer> ConversationInterviewers => Set<ConversationInterviewer>();
    public DbSet<ConversationStage> ConversationStages => Set<ConversationStage>();
    public DbSet<Highlight> Highlights => Set<Highlight>();
    public DbSet<HighlightStage> HighlightStages => Set<HighlightStage>();
    public DbSet<Guide> Guides => Set<Guide>();
    public DbSet<ConversationTarget> ConversationTargets => Set<ConversationTarget>();
    public DbSet<PlacingSetting> PlacingSettings => Set<PlacingSetting>();
    public DbSet<Finding> Findings => Set<Finding>();
    public DbSet<DetectorSetting> DetectorSettings => Set<DetectorSetting>();
    public DbSet<DetectorLook> DetectorLooks => Set<DetectorLook>();
    public DbSet<Term> Terms => Set<Term>();
    public DbSet<TermVersion> TermVersions => Set<TermVersion>();
    public DbSet<TermStance> TermStances => Set<TermStance>();
    public DbSet<Glossary> Glossaries => Set<Glossary>();
    public DbSet<Claim> Claims => Set<Claim>();
    public DbSet<UploadedLog> EventLogs => Set<UploadedLog>();
    public DbSet<LogFinding> LogFindings => Set<LogFinding>();
    public DbSet<LogComparison> LogComparisons => Set<LogComparison>();
    public DbSet<IgnoredPhrase> IgnoredPhrases => Set<IgnoredPhrase>();
    public DbSet<CustomerFact> CustomerFacts => Set<CustomerFact>();
    public DbSet<CustomerPeriod> CustomerPeriods => Set<CustomerPeriod>();
    public DbSet<CustomerPurchase> CustomerPurchases => Set<CustomerPurchase>();
    public DbSet<CustomerFactState> CustomerFactStates => Set<CustomerFactState>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTime>().HaveConversion<UtcDateTime>();
        configuration.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Activity>().HasIndex(activity => activity.At);
        model.Entity<Activity>().HasIndex(activity => new { activity.ObjectId, activity.At });
        ConfigurePeople(model);
        ConfigureJourneys(model);
        ConfigureFrameworks(model);
        model.Entity<Source>().HasIndex(source => source.Key).IsUnique();
        model.Entity<Source>().Property(source => source.Version).IsConcurrencyToken().HasDefaultValue(1);
        model.Entity<SavedMapping>().HasIndex(mapping => mapping.Key).IsUnique();
        model.Entity<SavedMapping>().Property(mapping => mapping.Version).IsConcurrencyToken();
        model.Entity<ImportRun>().HasIndex(run => run.CreatedAt);
        model.Entity<ImportReject>().HasKey(reject => new { reject.RunId, reject.Row });
        model
            .Entity<StageTraffic>()
            .HasKey(traffic => new
            {
                traffic.StageId,
                traffic.Month,
                traffic.SegmentId,
            });
        model.Entity<Note>().HasIndex(note => note.On);
        model.Entity<Note>().HasIndex(note => note.ExternalId).IsUnique();
        model.Entity<Note>().Property(note => note.Version).IsConcurrencyToken();
        ThreadModel.Configure(model);
        AgreementModel.Configure(model);
        RhythmModel.Configure(model);
        PlanningModel.Configure(model);
        ConversationModel.Configure(model);
        NoticeModel.Configure(model);
        DeskModel.Configure(model);
        PlacingModel.Configure(model);
        LanguageModel.Configure(model);
        AnalysisModel.Configure(model);
        ClaimModel.Configure(model);
        EventLogModel.Configure(model);
        NameInSnakeCase(model);
    }

    private static void ConfigurePeople(ModelBuilder model)
    {
        model.Entity<Person>().HasIndex(person => person.NormalizedEmail).IsUnique();
        model.Entity<Team>().HasIndex(team => team.Key).IsUnique();
        model.Entity<TeamMember>().HasKey(member => new { member.TeamId, member.PersonId });
        model.Entity<TeamMember>().HasOne(member => member.Team).WithMany(team => team.Members).HasForeignKey(member => member.TeamId);
        model.Entity<TeamMember>().HasOne(member => member.Person).WithMany(person => person.Teams).HasForeignKey(member => member.PersonId);
        model.Entity<Invitation>().HasIndex(invitation => invitation.SecretHash).IsUnique();
        model.Entity<ApiToken>().HasIndex(token => token.SecretHash).IsUnique();
        model.Entity<ApiToken>().Ignore(token => token.Scopes);
    }

    private static void ConfigureJourneys(ModelBuilder model)
    {
        model.Entity<Journey>().HasIndex(journey => journey.Key).IsUnique();
        model.Entity<Journey>().Property(journey => journey.Version).IsConcurrencyToken();
        model.Entity<Journey>().Ignore(journey => journey.LiveStages);
        model.Entity<Journey>().Ignore(journey => journey.IsLive);
        model.Entity<Journey>().HasOne(journey => journey.Parent).WithMany().HasForeignKey(journey => journey.ParentId).OnDelete(DeleteBehavior.Restrict);
        model.Entity<Stage>().HasIndex(stage => new { stage.JourneyId, stage.Key }).IsUnique();
        model.Entity<Step>().HasIndex(step => new { step.StageId, step.Key }).IsUnique();
        model.Entity<Touchpoint>().HasIndex(touchpoint => new { touchpoint.StageId, touchpoint.Key }).IsUnique();
        model.Entity<JourneyVersion>().HasKey(version => new { version.JourneyId, version.Version });
        model.Entity<Channel>().HasIndex(channel => channel.Key).IsUnique();
        model.Entity<Segment>().HasIndex(segment => segment.Key).IsUnique();
        model.Entity<Segment>().Property(segment => segment.Version).IsConcurrencyToken();
        model.Entity<Persona>().HasIndex(persona => persona.Key).IsUnique();
        model.Entity<Need>().HasIndex(need => need.Key).IsUnique();
    }

    private static void ConfigureFrameworks(ModelBuilder model)
    {
        model.Entity<Measure>().HasIndex(measure => new { measure.Key, measure.Version }).IsUnique();
        model.Entity<Measure>().Property(measure => measure.Revision).IsConcurrencyToken();
        model.Entity<Framework>().HasIndex(framework => framework.Number).IsUnique();
        model.Entity<Framework>().Property(framework => framework.Revision).IsConcurrencyToken();
        model.Entity<Framework>().Ignore(framework => framework.State).Ignore(framework => framework.Cuts);
        model.Entity<FrameworkStage>().HasKey(stage => new { stage.FrameworkId, stage.StageId });
        model
            .Entity<FrameworkWeight>()
            .HasKey(weight => new
            {
                weight.FrameworkId,
                weight.StageId,
                weight.MeasureId,
            });
        model.Entity<FrameworkTeam>().HasKey(team => new { team.FrameworkId, team.TeamId });
    }

    private static void NameInSnakeCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = Snake(entity.GetTableName()!);
            entity.SetTableName(table);
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.Name));
                // Keys are made in code; otherwise a new child of a loaded parent would be taken for a stored one.
                if (property.IsPrimaryKey())
                    property.ValueGenerated = ValueGenerated.Never;
            }

            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{table}");
            foreach (var foreign in entity.GetForeignKeys())
                foreign.SetConstraintName($"fk_{table}_{Columns(foreign.Properties)}");
            foreach (var index in entity.GetIndexes())
                // One that was named stands beside another over the same columns.
                index.SetDatabaseName(index.Name ?? $"ix_{table}_{Columns(index.Properties)}");
        }
    }

    private static string Columns(IReadOnlyList<IMutableProperty> properties) => string.Join('_', properties.Select(property => Snake(property.Name)));

    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    private sealed class UtcDateTime() : ValueConverter<DateTime, DateTime>(at => at.ToUniversalTime(), at => DateTime.SpecifyKind(at, DateTimeKind.Utc));
}

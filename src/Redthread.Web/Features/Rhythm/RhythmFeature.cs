namespace Redthread.Web.Features.Rhythm;

/// <summary>Rituals and their meetings, calendar feeds, and the steward's hand-over.</summary>
public static class RhythmFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<RhythmQueries>()
            .AddSingleton<StewardQueries>()
            .AddSingleton<MeetingClock>()
            .AddScoped<SetMeetingClock>()
            .AddScoped<SaveRitual>()
            .AddScoped<RunMeeting>()
            .AddScoped<MakeFeed>()
            .AddScoped<HandOver>()
            .AddScoped<DraftAgenda>()
            .AddSingleton<PlanLock>()
            .AddSingleton<RitualWatch>()
            .AddScoped<RunPlanning>()
            .AddScoped<PlanningQueries>()
            .AddSingleton<IAgendaSource, ScoreAgenda>()
            .AddSingleton<IAgendaSource, ThreadAgenda>()
            .AddSingleton<IAgendaSource, AgreementAgendaSource>()
            .AddScoped<IAgendaSource, ConversationAgenda>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        RhythmEndpoints.Map(routes);
        MeetingEndpoints.Map(routes);
        CalendarEndpoints.Map(routes);
        HandoverEndpoints.Map(routes);
        PlanningEndpoints.Map(routes);
        RhythmApi.Map(routes);
    }
}

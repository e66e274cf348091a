using Redthread.Web.Features.Activities;
using Redthread.Web.Features.ActualJourneys;
using Redthread.Web.Features.Agreement;
using Redthread.Web.Features.Analysis;
using Redthread.Web.Features.Claims;
using Redthread.Web.Features.Conversations;
using Redthread.Web.Features.Decisions;
using Redthread.Web.Features.Desk;
using Redthread.Web.Features.Duplicates;
using Redthread.Web.Features.Exports;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.FrontLine;
using Redthread.Web.Features.Goals;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Insights;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Language;
using Redthread.Web.Features.Measures;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Notices;
using Redthread.Web.Features.Opportunities;
using Redthread.Web.Features.People;
using Redthread.Web.Features.Picture;
using Redthread.Web.Features.Placing;
using Redthread.Web.Features.Pressures;
using Redthread.Web.Features.Requirements;
using Redthread.Web.Features.Rhythm;
using Redthread.Web.Features.Roadmaps;
using Redthread.Web.Features.Samples;
using Redthread.Web.Features.Search;
using Redthread.Web.Features.Segments;
using Redthread.Web.Features.Signals;
using Redthread.Web.Features.Solutions;
using Redthread.Web.Features.Sources;
using Redthread.Web.Features.Talk;
using Redthread.Web.Features.Templates;
using Redthread.Web.Features.Threads;
using Redthread.Web.Features.Voice;
using Redthread.Web.Shell;

namespace Redthread.Web.Features;

/// <summary>All features of the product; each brings its use cases, queries and routes.</summary>
public static class FeatureList
{
    public static void AddFeatures(this IServiceCollection services)
    {
        PeopleFeature.Add(services);
        MeasuresFeature.Add(services);
        FrameworksFeature.Add(services);
        TemplatesFeature.Add(services);
        services.AddSingleton<LandscapeSource>();
        JourneysFeature.Add(services);
        SegmentsFeature.Add(services);
        NotesFeature.Add(services);
        ImportsFeature.Add(services);
        SignalsFeature.Add(services);
        PlacingEndpoints.Add(services);
        SourcesFeature.Add(services);
        PictureFeature.Add(services);
        services.AddScoped<ExportAll>().AddScoped<ExportThreads>().AddScoped<ExportCustomers>();
        ThreadsFeature.Add(services);
        DuplicatesFeature.Add(services);
        LanguageFeature.Add(services);
        DecisionsFeature.Add(services);
        InsightsFeature.Add(services);
        PressuresFeature.Add(services);
        VoiceFeature.Add(services);
        TalkFeature.Add(services);
        FrontLineFeature.Add(services);
        ConversationsFeature.Add(services);
        NoticesFeature.Add(services);
        GoalsFeature.Add(services);
        ClaimsFeature.Add(services);
        ActualJourneysFeature.Add(services);
        OpportunitiesFeature.Add(services);
        SolutionsFeature.Add(services);
        RoadmapsFeature.Add(services);
        AgreementFeature.Add(services);
        RhythmFeature.Add(services);
        SearchFeature.Add(services);
        DeskFeature.Add(services);
        RequirementsFeature.Add(services);
        AnalysisFeature.Add(services);
        SamplesFeature.Add(services);
    }

    /// <summary>What only runs in the web host.</summary>
    public static void AddWebFeatures(this IServiceCollection services)
    {
        services.AddScoped<TakeReport>();
        services.AddHostedService<ImportWorker>();
        services.AddHostedService<SettleHighlights>();
        services.AddHostedService<ActualJourneys.LogFollower>();
        services.AddHostedService<NoticeWorker>();
        services.AddHostedService<DeskWatcher>();
        services.AddHostedService<PlacingWorker>();
        services.AddHostedService<DueWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveSignals>());
    }

    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        ShellRoutes.Map(routes);
        PictureFeature.Map(routes);
        JourneysFeature.Map(routes);
        SegmentsFeature.Map(routes);
        NotesFeature.Map(routes);
        SearchFeature.Map(routes);
        DeskFeature.Map(routes);
        RequirementsFeature.Map(routes);
        AnalysisFeature.Map(routes);
        SignalEndpoints.Map(routes);
        SourcesFeature.Map(routes);
        PlacingEndpoints.Map(routes);
        ImportEndpoints.Map(routes, routes.ServiceProvider.GetRequiredService<HostSettings>());
        SetupEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        TeamEndpoints.Map(routes);
        TokenEndpoints.Map(routes);
        ActivityEndpoints.Map(routes);
        MeasureEndpoints.Map(routes);
        MeasureApi.Map(routes);
        FrameworkEndpoints.Map(routes);
        FrameworkApi.Map(routes);
        TemplateEndpoints.Map(routes);
        ThreadsFeature.Map(routes);
        DuplicatesFeature.Map(routes);
        LanguageFeature.Map(routes);
        DecisionsFeature.Map(routes);
        GoalsFeature.Map(routes);
        ClaimsFeature.Map(routes);
        ActualJourneysFeature.Map(routes, routes.ServiceProvider.GetRequiredService<HostSettings>());
        InsightsFeature.Map(routes);
        PressuresFeature.Map(routes);
        NeedPages.Map(routes);
        VoiceFeature.Map(routes);
        OpportunitiesFeature.Map(routes);
        SolutionsFeature.Map(routes);
        RoadmapsFeature.Map(routes);
        TalkFeature.Map(routes);
        FrontLineFeature.Map(routes);
        AgreementFeature.Map(routes);
        RhythmFeature.Map(routes);
        ConversationsFeature.Map(routes);
        NoticesFeature.Map(routes);
    }
}

namespace Redthread.Web.Features.Conversations;

public static class ConversationsFeature
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<ConversationStore>()
            .AddScoped<ConversationQueries>()
            .AddScoped<CoverageQueries>()
            .AddScoped<GuideQueries>()
            .AddScoped<SaveConversation>()
            .AddScoped<SettleConversation>()
            .AddScoped<WriteNotes>()
            .AddScoped<RecordConsent>()
            .AddScoped<MakeHighlight>()
            .AddScoped<PublishHighlights>()
            .AddScoped<EraseConversations>()
            .AddScoped<SaveGuide>()
            .AddScoped<SetTargets>()
            .AddScoped<Invitations>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        ConversationEndpoints.Map(routes);
        ConversationApi.Map(routes);
    }
}

namespace Redthread.Web.Features.People;

public static class PeopleFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<SetUp>().AddScoped<InvitePerson>().AddScoped<AcceptInvitation>().AddScoped<ChangePerson>();
        services.AddScoped<ChangeTeam>().AddScoped<MakeToken>().AddScoped<PeopleQueries>();
    }
}

using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Threads;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Threads;

/// <summary>What all objects of a thread share: the ledger they are read from, their links, their page's frame.</summary>
public static class ThreadsFeature
{
    /// <summary>The links panel's form, read from the object whose page it is on.</summary>
    public sealed record RelationForm
    {
        public string? Self { get; init; }

        /// <summary>“&gt;FramedIn” from the object to the other, “&lt;FramedIn” from the other to it.</summary>
        public string? Relation { get; init; }
        public string? Other { get; init; }
        public string? Reason { get; init; }
        public string? Back { get; init; }
    }

    public sealed record RemovalForm
    {
        public string? From { get; init; }
        public LinkKind? Kind { get; init; }
        public string? To { get; init; }
        public string? Back { get; init; }
    }

    public static void Add(IServiceCollection services) => services.AddSingleton<LedgerSource>().AddScoped<ThreadStore>().AddScoped<ChangeLinks>().AddScoped<ObjectQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/links", LinkAsync).Needs(Permission.EditThreads).ExcludeFromDescription();
        routes.MapPost("/links/removal", UnlinkAsync).Needs(Permission.EditThreads).ExcludeFromDescription();
        routes.MapGet("/o/{name}", FindAsync).Needs(Permission.ViewThreads).ExcludeFromDescription();
        LinkApi.Map(routes.MapGroup("/api/links").WithTags("Threads"));
    }

    private static async Task<IResult> LinkAsync(HttpContext http, [FromForm] RelationForm form, ChangeLinks links, CancellationToken cancel)
    {
        var back = form.Relation?.StartsWith('<') == true;
        LinkKind? kind = Enum.TryParse<LinkKind>(form.Relation?.TrimStart('<', '>'), out var parsed) ? parsed : null;
        var request = new ChangeLinks.Request
        {
            From = back ? form.Other : form.Self,
            To = back ? form.Self : form.Other,
            Kind = kind,
            Reason = form.Reason,
        };
        return Answer(http, await links.LinkAsync(http.Actor(), request, cancel), form.Back);
    }

    private static async Task<IResult> UnlinkAsync(HttpContext http, [FromForm] RemovalForm form, ChangeLinks links, CancellationToken cancel)
    {
        var request = new ChangeLinks.Request
        {
            From = form.From,
            Kind = form.Kind,
            To = form.To,
        };
        return Answer(http, await links.UnlinkAsync(http.Actor(), request, cancel), form.Back);
    }

    private static IResult Answer(HttpContext http, Result<Done> result, string? back) => result.Ok ? Answers.SeeOther(back ?? "/") : http.ErrorPage(result.Error!);

    /// <summary>A citation leads to its object.</summary>
    private static async Task<IResult> FindAsync(HttpContext http, string name, LedgerSource ledgers, CancellationToken cancel) =>
        await ledgers.ReadAsync(ledger => ledger.Find(name), cancel) is { } row
            ? Answers.SeeOther(ThreadName.Address(row.Kind, row.Number))
            : http.ErrorPage(Error.NotFound("object"));
}

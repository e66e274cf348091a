using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Redthread.Domain;
using Redthread.Domain.People;
using Redthread.Domain.Rhythm;
using Redthread.Web.Shell.Layout;
using Redthread.Web.Shell.SignIn;
using Redthread.Web.Ui;

namespace Redthread.Web.Shell;

/// <summary>What every page endpoint needs: the frame around it and the result that renders it.</summary>
public static class Pages
{
    public const string ThemeCookie = "redthread-theme";

    /// <summary>Where the pipeline leaves the number of unread notifications for the frame.</summary>
    public const string UnreadItem = "unread";

    /// <summary>Where it leaves whom a comment just made told.</summary>
    public const string ToldItem = "told";

    /// <summary>Where it leaves what marks the words of the shared language.</summary>
    public const string MarksItem = "marks";
    public const string ZoneItem = "zone";

    /// <summary>By whose clocks the pages of meetings tell times.</summary>
    public static MeetingZone Zone(this HttpContext context) => context.Items[ZoneItem] as MeetingZone ?? MeetingZone.Utc;

    public static FrameModel Frame(this HttpContext context, string title, string active)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var actor = context.Actor();
        var signedIn = actor.PersonId is not null;
        return new FrameModel(
            title,
            active,
            signedIn
                ? new PersonModel(actor.Name, RoleLabel(actor.Role), "/account")
                {
                    Id = actor.PersonId,
                    Role = actor.Role,
                    Unread = context.Items[UnreadItem] as int? ?? 0,
                }
                : null,
            signedIn ? RailOf(actor, context.RequestServices.GetService<Features.Rhythm.RitualWatch>()?.Behind) : [],
            context.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie] : null,
            tokens.RequestToken!
        )
        {
            Path = context.Request.Path + context.Request.QueryString,
            Told = context.Items[ToldItem] as string,
            Marks = context.Items[MarksItem] as Func<Ui.TextMarks>,
            Zone = context.Zone(),
            // The answer to a form is at no address of its own to be read again from, and may show what is shown only once.
            ChangesHref = signedIn && HttpMethods.IsGet(context.Request.Method) ? "/changes" : null,
        };
    }

    public static IResult Page<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>An error as a page of its own; a form shows it beside its fields instead.</summary>
    /// <param name="onward">Where one can go on instead; without it back to the Picture.</param>
    public static IResult ErrorPage(this HttpContext context, Error error, LinkItem? onward = null) =>
        Page<ErrorPage>(
            new
            {
                Frame = context.Frame(ErrorTitle(error), ""),
                Error = error,
                Onward = onward,
            },
            error.Status()
        );

    /// <summary>After a form: on to an address when it worked; else the page of the form again, as it was and with the reason.</summary>
    public static Task<IResult> AfterFormAsync<T>(this HttpContext context, Result<T> result, Func<T, string> address, Func<FormState, Task<IResult>> again) =>
        result.Error is { } error ? again(FormState.Of(context, error)) : Task.FromResult(Answers.SeeOther(address(result.Value)));

    public static async Task<IResult> AfterFormAsync<T>(this HttpContext context, Task<Result<T>> change, Func<T, string> address, Func<FormState, Task<IResult>> again) =>
        await context.AfterFormAsync(await change, address, again);

    public static Task<IResult> AfterFormAsync<T>(this HttpContext context, Task<Result<T>> change, string address, Func<FormState, Task<IResult>> again) =>
        context.AfterFormAsync(change, _ => address, again);

    public static string RoleLabel(Role role) =>
        role switch
        {
            Role.FrontLine => "Front line",
            _ => role.ToString(),
        };

    internal static string ErrorTitle(Error error) =>
        error.Kind switch
        {
            ErrorKind.NotFound => "Not found",
            ErrorKind.Forbidden => "Not allowed",
            ErrorKind.Conflict when error == Error.Stale => "Changed meanwhile",
            ErrorKind.Conflict => "Not as things stand",
            ErrorKind.TooLarge => "Too large",
            _ => "That did not work",
        };

    private static List<RailItem> RailOf(Actor actor, int? behind)
    {
        var rail = new List<RailItem>
        {
            new("picture", "Picture", "/"),
            new("leader", "Leader", "/leader")
            {
                Children = actor.Can(Permission.ViewThreads) ? [new("requirements", "Requirements", "/requirements"), new("claims", "Claims", "/claims")] : [],
            },
            new("team", "Team", "/team"),
            new("journeys", "Journeys", "/journeys") { Children = JourneyPages(actor) },
        };
        if (actor.Can(Permission.ViewEvidence))
            rail.Add(new RailItem("evidence", "Evidence", "/signals") { Children = [.. EvidencePages(actor), .. InsightPages(actor)] });
        else if (actor.Can(Permission.ViewThreads))
            rail.Add(new RailItem("evidence", "Insights", "/insights") { Children = [new("pressures", "Pressures", "/pressures")] });
        rail.Add(new RailItem("decisions", "Decisions", "/decisions") { Children = DecisionPages(actor) });
        rail.Add(new RailItem("goals", "Goals", "/goals") { Children = [new("outcomes", "Outcomes", "/outcomes"), new("alignment", "Alignment", "/alignment")] });
        if (actor.Can(Permission.ViewThreads))
        {
            rail.Add(new RailItem("rhythm", "Rhythm", "/rhythm", behind) { Children = RhythmPages(actor) });
            rail.Add(new RailItem("language", "Language", "/language"));
            rail.Add(new RailItem("analysis", "Analysis", "/analysis") { Children = AnalysisPages(actor) });
        }

        rail.Add(new RailItem("measures", "Measures", "/measures") { Children = [new("frameworks", "Frameworks", "/frameworks")] });
        if (actor.Can(Permission.ViewThreads))
            rail.Insert(actor.Can(Permission.KeepDesk) ? 1 : rail.Count, new RailItem("desk", "Desk", "/desk") { Children = [new("detectors", "Detectors", "/desk/detectors")] });
        if (actor.Can(Permission.ManagePeople) || actor.Can(Permission.ViewActivity))
            rail.Add(new RailItem("people", "People", "/people") { Children = PeoplePages(actor) });
        return rail;
    }

    private static List<RailItem> JourneyPages(Actor actor)
    {
        var pages = new List<RailItem>();
        if (actor.Can(Permission.ViewEvidence))
            pages.Add(new RailItem("actual-journeys", "Actual journeys", "/actual-journeys"));
        if (actor.Can(Permission.ViewPicture))
            pages.AddRange([new("segments", "Segments, channels, needs", "/segments"), new("notes", "Notes and traffic", "/notes")]);
        return pages;
    }

    private static List<RailItem> EvidencePages(Actor actor)
    {
        var pages = new List<RailItem>();
        if (actor.Can(Permission.ImportSignals))
            pages.Add(new RailItem("imports", "Imports", "/imports"));
        pages.Add(new RailItem("sources", "Sources", "/sources"));
        if (actor.Can(Permission.PlaceSignals))
            pages.Add(new RailItem("placing", "Place verbatims", "/placing"));
        return pages;
    }

    private static List<RailItem> InsightPages(Actor actor) =>
        actor.Can(Permission.ViewThreads) ? [new("insights", "Insights", "/insights"), new("pressures", "Pressures", "/pressures")] : [];

    private static List<RailItem> DecisionPages(Actor actor) =>
        actor.Can(Permission.ViewThreads)
            ? [new("opportunities", "Opportunities", "/opportunities"), new("solutions", "Solutions", "/solutions"), new("voice", "Where the voice stops", "/voice")]
            : [];

    private static List<RailItem> RhythmPages(Actor actor)
    {
        var pages = new List<RailItem> { new("agreed-scores", "Agreed scores", "/agreed-scores") };
        if (actor.Can(Permission.ViewEvidence))
            pages.AddRange([
                new("conversations", "Conversations", "/conversations"),
                new("coverage", "Coverage", "/conversations/coverage"),
                new("guides", "Guides", "/conversations/guides"),
            ]);
        pages.Add(new RailItem("planning", "Planning", "/rhythm/planning"));
        pages.Add(new RailItem("steward", "The steward", "/rhythm/steward"));
        return pages;
    }

    private static List<RailItem> AnalysisPages(Actor actor)
    {
        var pages = new List<RailItem>
        {
            new("drivers", "Drivers", "/analysis/drivers"),
            new("lifetime", "Lifetime value", "/analysis/lifetime"),
            new("linkage", "Linkage", "/analysis/linkage"),
        };
        if (actor.Can(Permission.ImportSignals))
            pages.Add(new RailItem("facts", "Customer facts", "/analysis/facts"));
        return pages;
    }

    private static List<RailItem> PeoplePages(Actor actor)
    {
        var pages = new List<RailItem>();
        if (actor.Can(Permission.ManagePeople))
        {
            pages.Add(new RailItem("teams", "Teams", "/teams"));
            pages.Add(new RailItem("doors", "Front-line doors", "/front-line/doors"));
        }

        if (actor.Can(Permission.ManageTokens))
            pages.Add(new RailItem("tokens", "API tokens", "/tokens"));
        if (actor.Can(Permission.ErasePeople))
            pages.Add(new RailItem("erasure", "Erase a customer", "/erasure"));
        if (actor.Can(Permission.ViewActivity))
            pages.Add(new RailItem("activity", "Activity", "/activity"));
        return pages;
    }
}

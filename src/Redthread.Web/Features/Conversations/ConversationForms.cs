using System.Globalization;
using Redthread.Domain.Conversations;
using Redthread.Domain.Insights;

namespace Redthread.Web.Features.Conversations;

/// <summary>What the forms of conversations hold, read as the use cases want it.</summary>
internal static class ConversationForms
{
    public static SaveConversation.Request ToConversation(this IFormCollection form) =>
        new()
        {
            Title = form["title"],
            With = With(form["with"]),
            Customer = form["customer"],
            Account = form["account"],
            Segment = form["segment"],
            Stakeholder = form["stakeholder"],
            Team = form["team"],
            LocalStart = DateTime.TryParse(form["startsAt"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null,
            Minutes = int.TryParse(form["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null,
            Place = form["place"],
            Guide = form["guide"],
            Stages = [.. form["stages"].OfType<string>()],
            Interviewers = [.. form["interviewers"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)],
            Version = Version(form),
        };

    public static MakeHighlight.Request ToHighlight(this IFormCollection form) =>
        new()
        {
            Quotation = form["quotation"],
            Position = int.TryParse(form["position"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null,
            Stages = [.. form["stages"].OfType<string>()],
            Insight = form["insight"],
            NewInsight = form["newInsight"],
            Type = Insights.InsightText.TypeOf(form["type"]),
            Stance = form["stance"] == "Against" ? Stance.Against : Stance.For,
        };

    public static RecordConsent.Request ToConsent(this IFormCollection form) =>
        new()
        {
            Consent = ConsentOf(form["consent"]),
            On = DateOnly.TryParse(form["on"], CultureInfo.InvariantCulture, out var on) ? on : null,
            How = form["how"],
            Version = Version(form),
        };

    public static SetTargets.Request ToTargets(this IFormCollection form) =>
        new(
            form["cycle"],
            [
                .. form
                    .Keys.Where(name => name.StartsWith("target-", StringComparison.Ordinal))
                    .Select(name => (Name: name["target-".Length..], Wanted: Number(form[name])))
                    .Select(one =>
                        one.Name.StartsWith("segment-", StringComparison.Ordinal)
                            ? new SetTargets.Target(ConversationWith.Customer, one.Name["segment-".Length..], one.Wanted)
                            : new SetTargets.Target(With(one.Name) ?? ConversationWith.Customer, null, one.Wanted)
                    ),
            ]
        );

    public static int? Version(IFormCollection form) => int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    public static Consent? ConsentOf(string? text) => Enum.TryParse<Consent>(text, true, out var consent) && Enum.IsDefined(consent) ? consent : null;

    public static ConversationWith? With(string? text) => Enum.TryParse<ConversationWith>(text, true, out var with) && Enum.IsDefined(with) ? with : null;

    // What is no number shall be refused, not taken for none.
    private static int? Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : -1;
}

using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Conversations;

namespace Redthread.Web.Features.Conversations;

/// <summary>Which conversations a list shows, as its address says.</summary>
public sealed record ConversationFilter(
    string? State,
    string? With,
    string? Segment,
    string? Stage,
    string? Team,
    string? Interviewer,
    string? Consent,
    string? Cycle,
    string? Q,
    int? Page
)
{
    public static ConversationFilter All { get; } = new(null, null, null, null, null, null, null, null, null, null);

    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    public ConversationState? OfState => Enum.TryParse<ConversationState>(State, true, out var state) && Enum.IsDefined(state) ? state : null;

    public ConversationWith? OfWith => Enum.TryParse<ConversationWith>(With, true, out var with) && Enum.IsDefined(with) ? with : null;

    public Consent? OfConsent => Enum.TryParse<Consent>(Consent, true, out var consent) && Enum.IsDefined(consent) ? consent : null;

    public bool Narrowed => new[] { With, Segment, Stage, Team, Interviewer, Consent, Cycle, Q }.Any(part => !string.IsNullOrWhiteSpace(part));

    public string Href(string path = "/conversations", string? format = null)
    {
        var query = new QueryBuilder();
        var parts = new (string, string?)[]
        {
            ("state", State),
            ("with", With),
            ("segment", Segment),
            ("stage", Stage),
            ("team", Team),
            ("interviewer", Interviewer),
            ("consent", Consent),
            ("cycle", Cycle),
            ("q", Q),
            ("page", Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null),
            ("format", format),
        };
        foreach (var (name, value) in parts.Where(part => !string.IsNullOrWhiteSpace(part.Item2)))
            query.Add(name, value!);
        return path + query.ToQueryString();
    }
}

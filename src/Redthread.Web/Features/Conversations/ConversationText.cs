using System.Globalization;
using Redthread.Domain.Conversations;

namespace Redthread.Web.Features.Conversations;

/// <summary>Conversations in words.</summary>
public static class ConversationText
{
    public static string Of(ConversationState state) => state.ToString().ToLowerInvariant();

    public static string Of(ConversationWith with) => with == ConversationWith.Customer ? "customer" : "internal stakeholder";

    public static string Of(Consent consent) =>
        consent switch
        {
            Consent.Quotations => "may be quoted",
            Consent.Notes => "notes only",
            _ => "no consent",
        };

    public static string When(DateTime at) => at.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Input(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}

using Redthread.Domain.Journeys;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Journeys;

/// <summary>How these pages name things.</summary>
internal static class Words
{
    public static string Level(JourneyLevel level) => level == JourneyLevel.SubJourney ? "Sub-journey" : level.ToString();

    public static string? Owner(Journey journey) => OwnerText.Of(journey.OwnerPerson?.Name, journey.OwnerTeam?.Name);

    public static string When(DateTime at) => at.ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

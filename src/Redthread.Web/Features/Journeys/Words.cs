using Redthread.Domain.Journeys;

namespace Redthread.Web.Features.Journeys;

/// <summary>How these pages name things.</summary>
internal static class Words
{
    public static string Level(JourneyLevel level) => level == JourneyLevel.SubJourney ? "Sub-journey" : level.ToString();

    public static string? Owner(Journey journey) =>
        (journey.OwnerTeam?.Name, journey.OwnerPerson?.Name) switch
        {
            (null, null) => null,
            ({ } team, null) => team,
            (null, { } person) => person,
            ({ } team, { } person) => $"{person}, {team}",
        };

    public static string Counted(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";

    public static string When(DateTime at) => at.ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
